/**
 * What administrators and users do with accounts, domains and what belongs to them, whoever asks for it: pages, the API, commands. Each use
 * case knows who acts, refuses what that one may not do, and notes what was changed in the transaction that changes it.
 */
@NullMarked
package org.jdbmail.core.admin;

import org.jspecify.annotations.NullMarked;
