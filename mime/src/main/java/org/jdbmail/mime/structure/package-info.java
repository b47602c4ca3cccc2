/** A message cut into its parts by offsets, the fields of its headers, and the sections that FETCH names. */
@NullMarked
package org.jdbmail.mime.structure;

import org.jspecify.annotations.NullMarked;
