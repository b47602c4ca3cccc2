/** What guards the test runs themselves. */
@NullMarked
package org.jdbmail.testkit.junit;

import org.jspecify.annotations.NullMarked;
