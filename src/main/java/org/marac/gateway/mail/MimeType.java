package org.marac.gateway.mail;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Refused;

/**
 * A {@code Content-Type} or {@code Content-Disposition} (RFC 2045 section 5, RFC 2183).
 *
 * @param name type and subtype, or the disposition, in lower case
 * @param parameters by their names in lower case
 */
record MimeType(String name, Map<String, String> parameters) {
    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z0-9!#$&^_.+-]+(/[A-Za-z0-9!#$&^_.+-]+)?)\\s*");
    private static final Pattern PARAMETER = Pattern.compile(
            ";\\s*(?:([A-Za-z0-9!#$&^_.+*'-]{1,64})\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s\"]*))\\s*)?");

    /** Reads one; a parameter that stands twice could mean two things to two readers. */
    static MimeType of(String value) throws Refused {
        Matcher name = NAME.matcher(value);
        if (!name.lookingAt()) {
            throw Entity.notMime();
        }
        Map<String, String> parameters = new TreeMap<>();
        Matcher parameter = PARAMETER.matcher(value);
        int at = name.end();
        while (at < value.length()) {
            if (!parameter.find(at) || parameter.start() != at) {
                throw Entity.notMime();
            }
            at = parameter.end();
            if (parameter.group(1) != null) {
                String said = parameter.group(2) == null
                        ? parameter.group(3)
                        : parameter.group(2).replaceAll("\\\\(.)", "$1");
                if (parameters.put(lower(parameter.group(1)), said) != null) {
                    throw Entity.notMime();
                }
            }
        }
        return new MimeType(lower(name.group(1)), parameters);
    }

    boolean isMultipart() {
        return name.startsWith("multipart/");
    }

    Optional<String> parameter(String key) {
        return Optional.ofNullable(parameters.get(key));
    }

    /** What the file is called, also where the name is written in pieces (RFC 2231); only its ending is of interest. */
    Optional<String> file(String key) {
        String pieces = parameters.entrySet().stream()
                .filter(one -> one.getKey().equals(key) || one.getKey().startsWith(key + "*"))
                .map(Map.Entry::getValue)
                .reduce("", String::concat);
        return Optional.of(pieces).filter(name -> !name.isBlank());
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
