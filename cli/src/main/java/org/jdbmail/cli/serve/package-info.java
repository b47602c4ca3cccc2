/**
 * The servers in one process: {@code jdbmail serve}, and {@code jdbmail run}, which needs no preparation.
 * {@link org.jdbmail.cli.serve.Servers} puts the objects together by hand.
 */
@NullMarked
package org.jdbmail.cli.serve;

import org.jspecify.annotations.NullMarked;
