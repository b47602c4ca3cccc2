package org.jdbmail.sieve.run;

import org.jdbmail.sieve.syntax.Position;

/**
 * A command of a script.
 *
 * @param name the command's, for traces
 */
public record Step(Position at, String name, Instruction instruction) {}
