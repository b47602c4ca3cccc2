/** The pages: each class has those of one theme, and what their forms do. */
@NullMarked
package org.jdbmail.webd.page;

import org.jspecify.annotations.NullMarked;
