/**
 * Who really sent it, where mail passes: {@link org.jdbmail.core.origin.OriginInspection} checks what comes by SMTP and tells what it found,
 * {@link org.jdbmail.core.origin.LeavingSigner} signs and seals what leaves. The checks themselves are those of the module {@code authenticity}.
 */
@NullMarked
package org.jdbmail.core.origin;

import org.jspecify.annotations.NullMarked;
