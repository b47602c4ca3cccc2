/**
 * What all pages share: who is there, in what language, which page is for whom, and what every answer is guarded by. A page is a
 * {@link org.jdbmail.webd.site.Site.Route} of a {@link org.jdbmail.webd.site.Site}; the {@link org.jdbmail.webd.site.Front} stands before all of them.
 */
@NullMarked
package org.jdbmail.webd.site;

import org.jspecify.annotations.NullMarked;
