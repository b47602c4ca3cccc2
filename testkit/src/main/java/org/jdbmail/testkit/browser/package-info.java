/**
 * Programs with windows in the hands of a test: Chromium by the WebDriver protocol of the W3C, Thunderbird by Marionette, and the JSON that
 * both take.
 */
@NullMarked
package org.jdbmail.testkit.browser;

import org.jspecify.annotations.NullMarked;
