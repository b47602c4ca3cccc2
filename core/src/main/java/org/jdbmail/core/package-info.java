/** Mail itself: names and values, the interfaces of the store, MIME, delivery, authentication, settings. */
@NullMarked
package org.jdbmail.core;

import org.jspecify.annotations.NullMarked;
