/** A browser in the hands of a test: Chromium without a window, driven by the W3C's WebDriver protocol, and the JSON that this takes. */
@NullMarked
package org.jdbmail.testkit.browser;

import org.jspecify.annotations.NullMarked;
