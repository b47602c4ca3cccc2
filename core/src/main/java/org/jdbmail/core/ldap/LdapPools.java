package org.jdbmail.core.ldap;

import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.FailoverServerSet;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ServerSet;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.SingleServerSet;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.JVMDefaultTrustManager;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.LdapSettings;

/** Connections to the servers of a directory: the first that answers is used, a broken one is replaced. */
final class LdapPools {
    private static final int MOST = 8;
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** Directories close idle connections, and firewalls forget them. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private LdapPools() {}

    static LDAPConnectionPool of(LdapSettings settings) throws BadSettings {
        SSLSocketFactory tls = tls(settings);
        ServerSet[] servers = settings.servers().stream()
                .map(server -> set(server, settings, tls))
                .toArray(ServerSet[]::new);
        BindRequest bind = settings.bindDn().isEmpty()
                ? new SimpleBindRequest()
                : new SimpleBindRequest(settings.bindDn(), settings.bindPassword());
        try {
            // None at first: a server of ours starts although the directory is away.
            LDAPConnectionPool pool = new LDAPConnectionPool(
                    servers.length == 1 ? servers[0] : new FailoverServerSet(servers), bind, 0, MOST);
            pool.setRetryFailedOperationsDueToInvalidConnections(true);
            pool.setMaxConnectionAgeMillis(LONGEST.toMillis());
            pool.setMaxWaitTimeMillis(settings.patience().toMillis());
            pool.setConnectionPoolName("accounts");
            return pool;
        } catch (LDAPException e) {
            throw new IllegalStateException("a pool without connections connects to nothing", e);
        }
    }

    private static ServerSet set(LdapSettings.Server server, LdapSettings settings, SSLSocketFactory tls) {
        LDAPConnectionOptions options = new LDAPConnectionOptions();
        options.setConnectTimeoutMillis(Math.toIntExact(CONNECT.toMillis()));
        options.setResponseTimeoutMillis(settings.patience().toMillis());
        options.setFollowReferrals(settings.followsReferrals());
        if (!server.isTls()) {
            return new SingleServerSet(server.host(), server.port(), options);
        }
        options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(true));
        return new SingleServerSet(server.host(), server.port(), tls, options);
    }

    private static SSLSocketFactory tls(LdapSettings settings) throws BadSettings {
        try {
            return new SSLUtil(trusted(settings)).createSSLSocketFactory();
        } catch (KeyStoreException e) {
            throw new BadSettings(List.of("tls_cafile under [LDAP] can't be read: " + e.getMessage()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static TrustManager trusted(LdapSettings settings) throws KeyStoreException {
        return settings.authorities().isPresent()
                ? new PEMFileTrustManager(settings.authorities().get().toFile())
                : JVMDefaultTrustManager.getInstance();
    }
}
