/** {@code jdbmail web}: what is done for the web front from the command line. */
@NullMarked
package org.jdbmail.cli.web;

import org.jspecify.annotations.NullMarked;
