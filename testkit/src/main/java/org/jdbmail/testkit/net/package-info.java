/** Small plain helpers for talking to a server under test: free ports, line clients, waiting with a deadline. */
@NullMarked
package org.jdbmail.testkit.net;

import org.jspecify.annotations.NullMarked;
