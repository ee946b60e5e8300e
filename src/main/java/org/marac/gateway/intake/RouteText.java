package org.marac.gateway.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** A route file as plain YAML, and what is found wrong in it. No value of it is ever repeated. */
final class RouteText {
    private static final int LARGEST = 64 * 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]*)}}");
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,40}");
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|passwd|passphrase|passcode|secret|token|credential|username|api-?key|private-?key|access-?key).*");

    private final List<String> broken = new ArrayList<>();
    private final Optional<Object> content;

    private RouteText(String yaml) {
        this.content = Optional.ofNullable(read(yaml));
    }

    static RouteText of(String yaml) {
        return new RouteText(yaml);
    }

    private @Nullable Object read(String yaml) {
        if (yaml.length() > LARGEST) {
            breaks("the file", "is larger than 64 KiB");
            return null;
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        try {
            Object read = new Yaml(new SafeConstructor(options)).load(yaml);
            if (read == null) {
                breaks("the file", "is empty");
            }
            return read;
        } catch (MarkedYAMLException e) {
            // The message quotes the file.
            breaks(
                    e.getProblemMark() == null
                            ? "the file"
                            : "line " + (e.getProblemMark().getLine() + 1),
                    "is not plain YAML");
        } catch (YAMLException e) {
            breaks("the file", "is not plain YAML");
        }
        return null;
    }

    /** What the file holds; empty when it cannot be read. */
    Optional<Object> content() {
        return content;
    }

    /** Every finding so far. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    void breaks(String where, String what) {
        broken.add(where + " " + what);
    }

    void allow(String where, Map<String, Object> map, String... keys) {
        Set<String> allowed = Set.of(keys);
        map.keySet().stream()
                .filter(key -> !allowed.contains(key))
                .forEach(key -> breaks(where, "may not hold " + named(key)));
    }

    Map<String, Object> map(String where, @Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            breaks(where, "is not a map");
            return Map.of();
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, each) -> named.put(String.valueOf(key), each));
        return named;
    }

    List<?> list(String where, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        breaks(where, "is not a list");
        return List.of();
    }

    /** A list of maps; one that is not there is empty. */
    List<Map<String, Object>> maps(String where, @Nullable Object value) {
        List<Map<String, Object>> maps = new ArrayList<>();
        for (Object item : value == null ? List.of() : list(where, value)) {
            maps.add(map(where, item));
        }
        return maps;
    }

    /** Every name and every text, wherever it stands. */
    void checkValues() {
        content.ifPresent(all -> values("", all));
    }

    private void values(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                if (SECRET.matcher(String.valueOf(key)).matches()) {
                    breaks(named(String.valueOf(key)), "looks like a secret, which has no place here");
                }
                values(String.valueOf(key), each);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(item -> values(name, item));
        } else if (value instanceof String text && !name.equals("description")) {
            plain(name, text);
        }
    }

    private void plain(String name, String value) {
        boolean computes = value.contains("${") && !name.equals("simple");
        if (computes || value.contains("$simple{") || value.contains("RAW(") || value.contains("RAW{")) {
            breaks(named(name), "computes");
        }
        if (Set.of("uri", "to", "constant", "value", "defaultValue").contains(name)
                && (SECRET.matcher(value).matches() || value.contains("@"))) {
            breaks(named(name), "looks like a secret, which has no place here");
        }
        Matcher placeholder = PLACEHOLDER.matcher(value);
        while (placeholder.find()) {
            if (!PLAIN_NAME.matcher(placeholder.group(1)).matches()) {
                breaks(named(name), "holds a placeholder that is more than a name");
            }
        }
    }

    /** Even a key is only repeated where it can be nothing but a name. */
    static String named(String key) {
        return PLAIN_KEY.matcher(key).matches() ? key : "a key";
    }
}
