/** How mail programs find their settings by themselves. What is answered is the same whether there is such an account or not. */
@NullMarked
package org.jdbmail.webd.autoconfig;

import org.jspecify.annotations.NullMarked;
