package org.jdbmail.webd.autoconfig;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.webd.http.Json;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;

/**
 * The addresses at which mail programs look for their settings: Thunderbird's {@code config-v1.1.xml} in both places, with an address or
 * without one; Outlook's autodiscover, whatever the case of its path; and a profile for Apple's. No account is ever looked up.
 */
public final class Autoconfiguration {
    private static final Pattern EMAIL = Pattern.compile("<EMailAddress>([^<]{1,320})</EMailAddress>");
    private static final Pattern SCHEMA =
            Pattern.compile("<AcceptableResponseSchema>([^<]{1,200})</AcceptableResponseSchema>");
    private static final String POX = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
    private static final int MOST_ADDRESS = 320;

    /** Octets of what Outlook asks, which is some hundred. */
    private static final int MOST_ASKED = 16 * 1024;

    private static final String XML = "application/xml; charset=utf-8";

    private final String host;
    private final boolean isLoginAddress;
    private final List<MailService> services;

    /**
     * @param host which programs connect to
     * @param isLoginAddress whether one logs in with the whole address; otherwise with what stands before the {@code @}
     * @param services in the order in which programs should prefer them
     */
    public Autoconfiguration(String host, boolean isLoginAddress, List<MailService> services) {
        this.host = host;
        this.isLoginAddress = isLoginAddress;
        this.services = List.copyOf(services);
    }

    /** Adds the paths. */
    public Router addTo(Router router) {
        return router.on("GET", "/mail/config-v1.1.xml", (request, parts) -> thunderbird(request))
                .on("GET", "/.well-known/autoconfig/mail/config-v1.1.xml", (request, parts) -> thunderbird(request))
                .on("GET", "/mail/profile.mobileconfig", (request, parts) -> apple(request))
                .on("POST", "/autodiscover/autodiscover.xml", (request, parts) -> outlook(request))
                .on("GET", "/autodiscover/autodiscover.json", (request, parts) -> outlookJson(request));
    }

    /** A request whose path Outlook has spelled in a case of its own, as we spell it; others as they are. */
    public static WebRequest inOurCase(WebRequest request) {
        String path = request.path().toLowerCase(Locale.ROOT);
        return path.startsWith("/autodiscover/") ? request.at(path) : request;
    }

    private static Optional<String> address(String text) {
        String address = text.strip();
        boolean isAddress =
                address.length() <= MOST_ADDRESS && address.matches("[^\\s@<>\"&\\p{Cntrl}]+@[^\\s@<>\"&\\p{Cntrl}]+");
        return isAddress ? Optional.of(address) : Optional.empty();
    }

    private static Optional<String> asked(WebRequest request) {
        return request.parameter("emailaddress").flatMap(Autoconfiguration::address);
    }

    /** A domain in the form that Thunderbird takes: it refuses others than A-labels. */
    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain.toLowerCase(Locale.ROOT), IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private String domain(WebRequest request) {
        String named = asked(request)
                .map(address -> ascii(address.substring(address.lastIndexOf('@') + 1)))
                .orElse("");
        if (!named.isEmpty()) {
            return named;
        }
        String name =
                request.header("host").orElse("").replaceAll(":[0-9]+$", "").toLowerCase(Locale.ROOT);
        String domain = name.startsWith("autoconfig.") ? name.substring("autoconfig.".length()) : name;
        return domain.matches("[a-z0-9.-]{1,253}") ? domain : host;
    }

    private WebAnswer thunderbird(WebRequest request) {
        String domain = domain(request);
        Xml xml = new Xml().open("clientConfig version=\"1.1\"");
        xml.open("emailProvider id=\"" + Xml.escaped(domain) + "\"");
        xml.element("domain", domain).element("displayName", domain).element("displayShortName", domain);
        for (MailService service : services) {
            switch (service.kind()) {
                case IMAP -> server(xml, "incomingServer", "imap", service);
                case POP3 -> server(xml, "incomingServer", "pop3", service);
                case SUBMISSION -> server(xml, "outgoingServer", "smtp", service);
                case SIEVE -> {
                    // There is no place for it in this form.
                }
            }
        }
        return WebAnswer.text(
                200, XML, xml.close("emailProvider").close("clientConfig").toString());
    }

    private void server(Xml xml, String element, String type, MailService service) {
        xml.open(element + " type=\"" + type + "\"")
                .element("hostname", host)
                .element("port", Integer.toString(service.port()))
                .element("socketType", service.isImplicit() ? "SSL" : service.isEncrypted() ? "STARTTLS" : "plain")
                .element("authentication", "password-cleartext")
                .element("username", isLoginAddress ? "%EMAILADDRESS%" : "%EMAILLOCALPART%")
                .close(element);
    }

    private String login(String address) {
        return isLoginAddress ? address : address.substring(0, address.indexOf('@'));
    }

    private WebAnswer outlook(WebRequest request) {
        if (request.body().length > MOST_ASKED) {
            return WebAnswer.line(413, "that is more than anybody needs to ask for his settings");
        }
        String body = new String(request.body(), StandardCharsets.UTF_8);
        Matcher email = EMAIL.matcher(body);
        Matcher schema = SCHEMA.matcher(body);
        Optional<String> address = email.find() ? address(email.group(1)) : Optional.empty();
        boolean isPox = !schema.find() || schema.group(1).strip().equals(POX);
        Xml xml = new Xml();
        if (address.isEmpty() || !isPox) {
            xml.open("Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\"")
                    .open("Response")
                    .open("Error Time=\"00:00:00\" Id=\"0\"")
                    .element("ErrorCode", "600")
                    .element("Message", "Invalid Request")
                    .raw("<DebugData/>")
                    .close("Error")
                    .close("Response")
                    .close("Autodiscover");
            return WebAnswer.text(200, XML, xml.toString());
        }
        xml.open("Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006\"")
                .open("Response xmlns=\"" + POX + "\"")
                .open("User")
                .element("DisplayName", address.get())
                .close("User")
                .open("Account")
                .element("AccountType", "email")
                .element("Action", "settings");
        for (MailService service : services) {
            switch (service.kind()) {
                case IMAP -> protocol(xml, "IMAP", service, address.get());
                case POP3 -> protocol(xml, "POP3", service, address.get());
                case SUBMISSION -> protocol(xml, "SMTP", service, address.get());
                case SIEVE -> {
                    // Outlook knows none.
                }
            }
        }
        return WebAnswer.text(
                200,
                XML,
                xml.close("Account").close("Response").close("Autodiscover").toString());
    }

    private void protocol(Xml xml, String type, MailService service, String address) {
        xml.open("Protocol")
                .element("Type", type)
                .element("Server", host)
                .element("Port", Integer.toString(service.port()))
                .element("LoginName", login(address))
                .element("DomainRequired", "off")
                .element("SPA", "off")
                .element("SSL", service.isEncrypted() ? "on" : "off")
                .element("Encryption", service.isImplicit() ? "SSL" : service.isEncrypted() ? "TLS" : "None")
                .element("AuthRequired", "on")
                .close("Protocol");
    }

    private WebAnswer outlookJson(WebRequest request) {
        String protocol = request.parameter("Protocol")
                .or(() -> request.parameter("protocol"))
                .orElse("");
        if (!protocol.equalsIgnoreCase("Autodiscoverv1")) {
            return WebAnswer.text(
                    400,
                    "application/json; charset=utf-8",
                    Json.write(Map.of(
                            "ErrorCode",
                            "InvalidProtocol",
                            "ErrorMessage",
                            "The protocol is not served; there is Autodiscoverv1.")));
        }
        String name = request.header("host").orElse(host);
        return WebAnswer.json(Json.write(Map.of(
                "Protocol",
                "Autodiscoverv1",
                "Url",
                "https://" + (name.matches("[A-Za-z0-9.:-]{1,260}") ? name : host)
                        + "/autodiscover/autodiscover.xml")));
    }

    private WebAnswer apple(WebRequest request) {
        Optional<String> address = asked(request);
        Optional<MailService> imap = first(MailService.Kind.IMAP);
        Optional<MailService> submission = first(MailService.Kind.SUBMISSION);
        if (address.isEmpty() || imap.isEmpty() || submission.isEmpty()) {
            return WebAnswer.line(400, "which address? Give emailaddress=…");
        }
        String of = address.get();
        Xml xml = new Xml()
                .raw("<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\""
                        + " \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">")
                .open("plist version=\"1.0\"")
                .open("dict");
        key(xml, "PayloadContent").open("array").open("dict");
        string(xml, "EmailAccountDescription", of);
        string(xml, "EmailAccountName", of);
        string(xml, "EmailAccountType", "EmailTypeIMAP");
        string(xml, "EmailAddress", of);
        server(xml, "Incoming", imap.get(), of);
        server(xml, "Outgoing", submission.get(), of);
        key(xml, "OutgoingPasswordSameAsIncomingPassword").raw("<true/>");
        payload(xml, "com.apple.mail.managed", "account", of);
        xml.close("dict").close("array");
        string(xml, "PayloadDescription", of);
        key(xml, "PayloadRemovalDisallowed").raw("<false/>");
        payload(xml, "Configuration", "profile", of);
        return WebAnswer.text(
                        200,
                        "application/x-apple-aspen-config; charset=utf-8",
                        xml.close("dict").close("plist").toString())
                .with("Content-Disposition", "attachment; filename=\"mail.mobileconfig\"");
    }

    private Optional<MailService> first(MailService.Kind kind) {
        return services.stream().filter(service -> service.kind() == kind).findFirst();
    }

    private static Xml key(Xml xml, String name) {
        return xml.element("key", name);
    }

    private static void string(Xml xml, String name, String value) {
        key(xml, name).element("string", value);
    }

    private void server(Xml xml, String which, MailService service, String address) {
        string(xml, which + "MailServerAuthentication", "EmailAuthPassword");
        string(xml, which + "MailServerHostName", host);
        key(xml, which + "MailServerPortNumber").element("integer", Integer.toString(service.port()));
        key(xml, which + "MailServerUseSSL").raw(service.isImplicit() ? "<true/>" : "<false/>");
        string(xml, which + "MailServerUsername", login(address));
    }

    /** Named after the address, so that a profile that is put in once more takes the place of the first. */
    private void payload(Xml xml, String type, String what, String address) {
        string(xml, "PayloadDisplayName", address);
        string(xml, "PayloadIdentifier", "org.jdbmail." + what + "." + host + "." + address);
        string(xml, "PayloadOrganization", host);
        string(xml, "PayloadType", type);
        string(
                xml,
                "PayloadUUID",
                UUID.nameUUIDFromBytes((what + " " + host + " " + address).getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .toUpperCase(Locale.ROOT));
        key(xml, "PayloadVersion").element("integer", "1");
    }
}
