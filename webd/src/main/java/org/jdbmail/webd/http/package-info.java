/** Requests and answers as values, and who answers which path: nothing here knows the server that carries them. */
@NullMarked
package org.jdbmail.webd.http;

import org.jspecify.annotations.NullMarked;
