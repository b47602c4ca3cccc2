/** {@code jdbmail config}: what the settings file says, what becomes of it, and what could be in it. */
@NullMarked
package org.jdbmail.cli.config;

import org.jspecify.annotations.NullMarked;
