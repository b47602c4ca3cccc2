/** What is done beside serving mail: taking away what nothing refers to any more, online and in small steps. */
@NullMarked
package org.jdbmail.sql.upkeep;

import org.jspecify.annotations.NullMarked;
