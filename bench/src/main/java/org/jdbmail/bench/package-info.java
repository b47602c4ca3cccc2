/** Measurements: micro-benchmarks and load programs. */
@NullMarked
package org.jdbmail.bench;

import org.jspecify.annotations.NullMarked;
