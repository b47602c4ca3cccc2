package org.jdbmail.core.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Every key that a settings file may hold: those that are used, and DBMail's others. */
final class Catalogue {
    /** What is known of a key. */
    sealed interface Entry {}

    /** It is used: under this section, whether at home there or overridden there. */
    record Known(Section section, Setting<?> setting) implements Entry {}

    /** It is DBMail's and has no effect. */
    record Foreign(NotNeeded key) implements Entry {}

    /** Nobody knows it. */
    record Unknown(String hint) implements Entry {}

    private static final String OLD_SECTION = "SMTP";

    private Catalogue() {}

    /** All settings that are used, in the order of the manual. */
    static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>();
        all.addAll(DatabaseSettings.ALL);
        all.addAll(NetworkSettings.ALL);
        all.addAll(TlsFiles.ALL);
        all.addAll(WorkSettings.ALL);
        all.addAll(StrangerSettings.ALL);
        all.addAll(LoginSettings.ALL);
        all.addAll(SaslSettings.ALL);
        all.addAll(ClientCertificateSettings.ALL);
        all.addAll(TokenSettings.ALL);
        all.addAll(IntrospectionSettings.ALL);
        all.addAll(LoggingSettings.ALL);
        all.addAll(DeliverySettings.ALL);
        all.addAll(OutgoingSettings.ALL);
        all.addAll(ReceptionSettings.ALL);
        all.addAll(AddressSettings.ALL);
        all.addAll(OriginSettings.ALL);
        all.addAll(SendingSettings.ALL);
        all.addAll(AnswerSettings.ALL);
        all.addAll(UpkeepSettings.ALL);
        all.addAll(ImapSettings.ALL);
        all.addAll(PopSettings.ALL);
        all.addAll(SieveSettings.ALL);
        all.addAll(AuthSettings.ALL);
        all.addAll(LdapSettings.ALL);
        all.addAll(QuerySettings.ALL);
        all.addAll(HttpSettings.ALL);
        return all;
    }

    /** Looks a key up, whatever its case. */
    static Entry look(String sectionName, String keyName) {
        Section section = Section.ofName(sectionName).orElse(null);
        if (section == null) {
            String upper = sectionName.toUpperCase(Locale.ROOT);
            if (upper.equals(OLD_SECTION)) {
                return new Unknown("DBMail 2.2 had this section; what it was for is under [DELIVERY] now.");
            }
            List<String> names = Stream.of(Section.values()).map(Section::name).toList();
            return new Unknown("there is no such section"
                    + nearest(upper, names)
                            .map(near -> "; did you mean [" + near + "]?")
                            .orElse("."));
        }
        String name = keyName.toLowerCase(Locale.ROOT);
        for (Setting<?> setting : settings()) {
            if (setting.name().equals(name) && reaches(setting.section(), section)) {
                return new Known(section, setting);
            }
        }
        for (NotNeeded key : NotNeededKeys.ALL) {
            if (key.name().equals(name) && reaches(key.section(), section)) {
                return new Foreign(key);
            }
        }
        return new Unknown("there is no such setting"
                + nearest(name, names(section))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("."));
    }

    /**
     * Whether a key that is at home in one section means something in another: what is general may be overridden for a
     * service, and what is a service's own may be given in general (DBMail looks in the service's section and then in
     * {@code [DBMAIL]}).
     */
    private static boolean reaches(Section home, Section section) {
        return home == section
                || (home == Section.DBMAIL && section.inherits())
                || (section == Section.DBMAIL && home.inherits());
    }

    private static List<String> names(Section section) {
        return Stream.concat(
                        settings().stream()
                                .filter(s -> reaches(s.section(), section))
                                .map(Setting::name),
                        NotNeededKeys.ALL.stream()
                                .filter(k -> reaches(k.section(), section))
                                .map(NotNeeded::name))
                .distinct()
                .toList();
    }

    /** The word that is most like another one, if they are alike at all. */
    private static Optional<String> nearest(String word, List<String> words) {
        return words.stream()
                .min(Comparator.comparingInt(other -> distance(word, other)))
                .filter(near -> distance(word, near) <= Math.max(2, word.length() / 3));
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
