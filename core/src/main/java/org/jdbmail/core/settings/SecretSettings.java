package org.jdbmail.core.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which settings hold what nobody should see, and how they are shown. */
public final class SecretSettings {
    private static final List<String> WORDS = List.of("pass", "password", "secret", "bind_pw", "admin", "token");

    /** What stands between the user and the host of a URL. */
    private static final Pattern PASSWORD_OF_URL = Pattern.compile("(://[^:@/]*:)[^@]*@");

    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(?i)([?&](?:password|pass)=)[^&]*");

    private SecretSettings() {}

    /** A value as it may be shown. */
    public static String shown(Setting<?> setting, String value) {
        String name = setting.name().toLowerCase(Locale.ROOT);
        boolean isSecret = WORDS.stream().anyMatch(word -> name.equals(word) || name.endsWith("_" + word));
        if (isSecret && !value.isEmpty()) {
            return "***";
        }
        String withoutUrl = PASSWORD_OF_URL.matcher(value).replaceAll("$1***@");
        return PASSWORD_PARAMETER.matcher(withoutUrl).replaceAll("$1***");
    }
}
