/** The text of parts: transfer encodings undone, and text looked for. */
@NullMarked
package org.jdbmail.mime.text;

import org.jspecify.annotations.NullMarked;
