/** HTTP: a small bounded server over Jetty's core, which alone in this house sees it. What it answers is in the packages below. */
@NullMarked
package org.jdbmail.webd;

import org.jspecify.annotations.NullMarked;
