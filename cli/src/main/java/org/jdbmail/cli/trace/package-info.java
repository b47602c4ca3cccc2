/** Traces by OpenTelemetry, of which nothing is loaded unless its exporter is configured. */
@NullMarked
package org.jdbmail.cli.trace;

import org.jspecify.annotations.NullMarked;
