/** Policy services: programs that are asked for each recipient whether mail is welcome, by Postfix's policy delegation protocol. */
@NullMarked
package org.jdbmail.core.policy;

import org.jspecify.annotations.NullMarked;
