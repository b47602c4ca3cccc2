package org.jdbmail.authenticity.spf;

/**
 * What came of a check.
 *
 * @param outcome what the domain says
 * @param domain which domain was asked
 * @param isHelo whether it is that of the greeting, and not that of the sender
 * @param why what was wrong where something was, or the term of the record that decided; may be empty
 * @param explanation what the domain wants those to read whom it forbids to send; empty for nothing
 */
public record SpfResult(SpfOutcome outcome, String domain, boolean isHelo, String why, String explanation) {}
