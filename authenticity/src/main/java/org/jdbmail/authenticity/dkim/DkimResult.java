package org.jdbmail.authenticity.dkim;

import java.util.Optional;

/**
 * What came of one signature.
 *
 * @param outcome whether it is right
 * @param why in a few words; empty where it is
 * @param signature as far as it could be read
 * @param bits how long its key is; 0 if not known
 */
public record DkimResult(SignatureOutcome outcome, String why, Optional<DkimSignature> signature, int bits) {}
