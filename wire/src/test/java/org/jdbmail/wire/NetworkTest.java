package org.jdbmail.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.jdbmail.wire.limit.Network;
import org.junit.jupiter.api.Test;

/** Blocks of addresses, as an administrator writes them. */
class NetworkTest {
    private static boolean contains(String network, String address) {
        return Network.parse(network).contains(InetAddress.ofLiteral(address));
    }

    @Test
    void a_block_contains_what_shares_its_leading_bits() {
        assertTrue(contains("10.0.0.0/8", "10.255.1.2"));
        assertFalse(contains("10.0.0.0/8", "11.0.0.0"));
        assertTrue(contains("192.168.4.0/22", "192.168.7.255"));
        assertFalse(contains("192.168.4.0/22", "192.168.8.0"));
        assertTrue(contains("0.0.0.0/0", "203.0.113.1"));
        assertTrue(contains("2001:db8::/32", "2001:db8:ffff::1"));
        assertFalse(contains("2001:db8::/32", "2001:db9::"));
        assertFalse(contains("::/0", "203.0.113.1"));
    }

    @Test
    void an_address_alone_is_a_block_of_one() {
        assertTrue(contains("127.0.0.1", "127.0.0.1"));
        assertFalse(contains("127.0.0.1", "127.0.0.2"));
        assertEquals("127.0.0.1/32", Network.parse("127.0.0.1").toString());
    }

    @Test
    void anything_else_is_refused() {
        for (String text : new String[] {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "::/129"}) {
            assertThrows(IllegalArgumentException.class, () -> Network.parse(text), text);
        }
    }
}
