/** What a listing shows of a message: ENVELOPE and BODYSTRUCTURE as they go over the wire, and text to sort and search by. */
@NullMarked
package org.jdbmail.mime.listing;

import org.jspecify.annotations.NullMarked;
