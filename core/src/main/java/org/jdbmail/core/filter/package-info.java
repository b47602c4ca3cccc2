/**
 * Content filters beside milters: {@link org.jdbmail.core.filter.HandOver} gives a message to a server that sends it back, {@link
 * org.jdbmail.core.filter.FilterProgram} to a program that writes it anew.
 */
@NullMarked
package org.jdbmail.core.filter;

import org.jspecify.annotations.NullMarked;
