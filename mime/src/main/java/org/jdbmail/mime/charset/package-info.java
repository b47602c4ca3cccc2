/** Characters: decoding the charsets that mail names, folding case and form for comparing, and cutting text. */
@NullMarked
package org.jdbmail.mime.charset;

import org.jspecify.annotations.NullMarked;
