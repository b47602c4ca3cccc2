/**
 * What every command of {@code jdbmail} has in common: the options by which it finds its store, the one place that opens it,
 * tables that fit the terminal or are JSON, help, nearest words, and exit statuses. A new command is a class with
 * picocli.CommandLine.Command that uses {@link org.jdbmail.cli.frame.StoreOptions} and
 * {@link org.jdbmail.cli.frame.Output}, and a line in {@code Commands}.
 */
@NullMarked
package org.jdbmail.cli.frame;

import org.jspecify.annotations.NullMarked;
