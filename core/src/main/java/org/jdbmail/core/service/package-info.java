/** Programs beside this server that are asked about mail: where they listen, and octets to and from them. */
@NullMarked
package org.jdbmail.core.service;

import org.jspecify.annotations.NullMarked;
