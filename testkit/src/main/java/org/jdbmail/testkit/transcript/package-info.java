/** Protocol tests written as text files: the parser of transcripts, and the runner that plays them against a server. */
@NullMarked
package org.jdbmail.testkit.transcript;

import org.jspecify.annotations.NullMarked;
