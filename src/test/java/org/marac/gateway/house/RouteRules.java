package org.marac.gateway.house;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What a route may be made of: a door, where its answer goes, what happens on error. Whatever is not on these lists is
 * refused, so that nothing can be computed, decided or called in a place that is not Java.
 */
final class RouteRules {
    private static final Set<String> DOORS_IN = Set.of("jms:queue", "direct", "netty:tcp");
    private static final Set<String> DOORS_OUT = Set.of("jms:queue", "direct", "bean");
    private static final Set<String> STEPS =
            Set.of("to", "bean", "choice", "removeHeaders", "setHeader", "setProperty");
    private static final Set<String> NAMES = Set.of("id", "description", "note");

    private static final Set<String> REDELIVERY = Set.of(
            "maximumRedeliveries",
            "redeliveryDelay",
            "useExponentialBackOff",
            "backOffMultiplier",
            "maximumRedeliveryDelay",
            "allowRedeliveryWhileStopping",
            "retryAttemptedLogLevel",
            "retriesExhaustedLogLevel",
            "logStackTrace",
            "logRetryStackTrace");

    private static final String NAME = "(?:[A-Za-z0-9.-]|\\{\\{[A-Za-z0-9.-]+}})+";
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:(netty:tcp)://" + NAME + ":|([a-z]+(?::queue)?):)" + NAME);
    private static final Pattern TYPE =
            Pattern.compile("\\$\\{body} is '(org\\.marac\\.gateway\\.[a-z]+\\.[A-Za-z$]+)'");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]*)}}");
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9.-]*");
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|passwd|passphrase|passcode|secret|token|credential|username|api-?key|private-?key|access-?key).*");

    private final List<String> broken = new ArrayList<>();

    private RouteRules() {}

    /** What the file does that a route may not do; empty when it is a route that only connects. */
    static List<String> broken(String yaml) {
        RouteRules rules = new RouteRules();
        rules.file(yaml);
        return rules.broken;
    }

    private void file(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        Object content;
        try {
            content = new Yaml(new SafeConstructor(options)).load(yaml);
        } catch (YAMLException e) {
            broken.add("not plain YAML: " + e.getMessage());
            return;
        }
        for (Object item : list("file", content)) {
            Map<String, Object> one = map("item", item);
            allow("a file", one, "routeTemplate", "templatedRoute", "route", "from", "routeConfiguration");
            one.forEach((kind, body) -> {
                switch (kind) {
                    case "routeTemplate" -> template(map(kind, body));
                    case "templatedRoute" -> instance(map(kind, body));
                    case "route" -> route(map(kind, body));
                    case "from" -> from(map(kind, body));
                    case "routeConfiguration" -> errors(map(kind, body));
                    default -> {}
                }
            });
        }
        text("", content);
    }

    private void template(Map<String, Object> template) {
        allow("routeTemplate", template, "id", "description", "parameters", "from", "route");
        for (Object parameter : list("parameters", template.getOrDefault("parameters", List.of()))) {
            allow("parameter", map("parameter", parameter), "name", "defaultValue", "description", "required");
        }
        if (template.containsKey("route")) {
            route(map("route", template.get("route")));
        } else {
            from(map("from", template.getOrDefault("from", Map.of())));
        }
    }

    private void instance(Map<String, Object> instance) {
        allow("templatedRoute", instance, "routeTemplateRef", "routeId", "prefixId", "parameters");
        for (Object parameter : list("parameters", instance.getOrDefault("parameters", List.of()))) {
            allow("parameter", map("parameter", parameter), "name", "value");
        }
    }

    private void route(Map<String, Object> route) {
        allow("route", route, "id", "description", "routeConfigurationId", "from");
        from(map("from", route.getOrDefault("from", Map.of())));
    }

    private void from(Map<String, Object> from) {
        allow("from", from, "id", "description", "uri", "parameters", "variableReceive", "steps");
        String uri = endpoint("from", from, DOORS_IN);
        List<?> steps = list("steps", from.getOrDefault("steps", List.of()));
        steps(steps, false);
        if (!uri.startsWith("direct:")) {
            headersGo(steps);
        }
    }

    private void errors(Map<String, Object> configuration) {
        allow("routeConfiguration", configuration, "id", "description", "errorHandler", "onException");
        for (Object item : list("onException", configuration.getOrDefault("onException", List.of()))) {
            Map<String, Object> one = map("onException", item);
            Map<String, Object> on = one.containsKey("onException") ? map("onException", one.get("onException")) : one;
            allow("onException", on, "id", "exception", "redeliveryPolicy", "handled", "continued", "steps");
            for (String verdict : List.of("handled", "continued")) {
                Optional.ofNullable(on.get(verdict)).ifPresent(e -> constant(verdict, map(verdict, e), Set.of()));
            }
            Map<String, Object> again = map("redeliveryPolicy", on.getOrDefault("redeliveryPolicy", Map.of()));
            allow("redeliveryPolicy", again, REDELIVERY.toArray(String[]::new));
            steps(list("steps", on.getOrDefault("steps", List.of())), false);
        }
    }

    private void steps(List<?> steps, boolean insideChoice) {
        for (Object step : steps) {
            Map<String, Object> one = map("step", step);
            if (one.size() != 1) {
                broken.add("a step is one thing: " + one.keySet());
            }
            allow("steps", one, STEPS.toArray(String[]::new));
            one.forEach((kind, body) -> {
                switch (kind) {
                    case "to" -> to(body);
                    case "bean" -> allow("bean", map("bean", body), "ref", "method", "id", "description");
                    case "choice" -> choice(map("choice", body), insideChoice);
                    case "removeHeaders" -> removesAll(body);
                    case "setHeader", "setProperty" -> constant(kind, map(kind, body), Set.of("name"));
                    default -> {}
                }
            });
        }
    }

    private void to(Object to) {
        Map<String, Object> target = to instanceof String uri ? Map.of("uri", uri) : map("to", to);
        allow("to", target, "id", "description", "uri", "parameters", "variableSend", "variableReceive");
        endpoint("to", target, DOORS_OUT);
    }

    private String endpoint(String where, Map<String, Object> endpoint, Set<String> schemes) {
        String uri = String.valueOf(endpoint.get("uri"));
        Matcher plain = ENDPOINT.matcher(uri);
        if (!plain.matches() || !schemes.contains(plain.group(plain.group(1) == null ? 2 : 1))) {
            broken.add(where + " goes by a plain name and by " + schemes + " only: " + uri);
        }
        map("parameters", endpoint.getOrDefault("parameters", Map.of())).forEach((name, value) -> {
            if (value instanceof Map || value instanceof List) {
                broken.add("parameter " + name + " is not one value");
            }
        });
        return uri;
    }

    private void choice(Map<String, Object> choice, boolean insideChoice) {
        if (insideChoice) {
            broken.add("a choice inside a choice");
        }
        allow("choice", choice, "id", "description", "when", "otherwise");
        for (Object item : list("when", choice.getOrDefault("when", List.of()))) {
            Map<String, Object> when = map("when", item);
            allow("when", when, "id", "description", "simple", "expression", "steps");
            Object expression = when.containsKey("expression")
                    ? only("simple", map("expression", when.get("expression")))
                    : when.get("simple");
            type(String.valueOf(expression));
            steps(list("steps", when.getOrDefault("steps", List.of())), true);
        }
        Map<String, Object> otherwise = map("otherwise", choice.getOrDefault("otherwise", Map.of()));
        allow("otherwise", otherwise, "id", "description", "steps");
        steps(list("steps", otherwise.getOrDefault("steps", List.of())), true);
    }

    private void type(String expression) {
        Matcher type = TYPE.matcher(expression);
        if (!type.matches()) {
            broken.add("a choice asks for more than the result's type: " + expression);
            return;
        }
        try {
            Class.forName(type.group(1), false, RouteRules.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            broken.add("a choice asks for a type there is not: " + type.group(1));
        }
    }

    private void constant(String where, Map<String, Object> body, Set<String> also) {
        Map<String, Object> expression =
                body.containsKey("expression") ? map("expression", body.get("expression")) : body;
        for (Map<String, Object> part : List.of(body, expression)) {
            part.keySet().stream()
                    .filter(key -> !NAMES.contains(key) && !also.contains(key))
                    .filter(key -> !key.equals("constant") && !key.equals("expression"))
                    .forEach(key -> broken.add(where + " is not a constant: " + key));
        }
        if (!expression.containsKey("constant")) {
            broken.add(where + " has no constant");
        }
    }

    private void removesAll(Object body) {
        Map<String, Object> remove = body instanceof String all ? Map.of("pattern", all) : map("removeHeaders", body);
        allow("removeHeaders", remove, "id", "description", "pattern");
        if (!"*".equals(remove.get("pattern"))) {
            broken.add("removeHeaders leaves some: " + remove.get("pattern"));
        }
    }

    /** A header of an arrival can steer an endpoint; once the door has read what it needs, none is left. */
    private void headersGo(List<?> steps) {
        boolean gone = false;
        for (Object step : steps) {
            Map<String, Object> one = map("step", step);
            gone = gone || one.containsKey("removeHeaders");
            boolean calls =
                    one.containsKey("bean") || String.valueOf(one.get("to")).contains("bean:");
            boolean sends = one.containsKey("choice") || (one.containsKey("to") && !calls);
            if (sends && !gone) {
                broken.add("something is sent before removeHeaders: " + one.keySet());
            }
        }
        if (!gone) {
            broken.add("headers of the arrival are never removed");
        }
    }

    /** Every name and every text, wherever it stands. */
    private void text(String name, Object content) {
        if (content instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (SECRET.matcher(String.valueOf(key)).matches()) {
                    broken.add("a secret has no place here: " + key);
                }
                text(String.valueOf(key), value);
            });
        } else if (content instanceof List<?> list) {
            list.forEach(item -> text(name, item));
        } else if (content instanceof String value && !name.equals("description")) {
            plain(name, value);
        }
    }

    private void plain(String name, String value) {
        if (value.contains("${") && !name.equals("simple")) {
            broken.add(name + " computes: " + value);
        }
        if (value.contains("$simple{") || value.contains("RAW(") || value.contains("RAW{")) {
            broken.add(name + " computes: " + value);
        }
        if (Set.of("uri", "to", "constant", "value", "defaultValue").contains(name)
                && (SECRET.matcher(value).matches() || value.contains("@"))) {
            broken.add("a secret has no place here: " + name);
        }
        Matcher placeholder = PLACEHOLDER.matcher(value);
        while (placeholder.find()) {
            if (!PLAIN_NAME.matcher(placeholder.group(1)).matches()) {
                broken.add("a placeholder is a name and nothing else: " + placeholder.group());
            }
        }
    }

    private String only(String key, Map<String, Object> map) {
        allow("expression", map, key);
        return String.valueOf(map.get(key));
    }

    private void allow(String where, Map<String, Object> map, String... keys) {
        Set<String> allowed = Set.of(keys);
        map.keySet().stream()
                .filter(key -> !allowed.contains(key))
                .forEach(key -> broken.add(where + " may not hold " + key));
    }

    private Map<String, Object> map(String where, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            broken.add(where + " is not a map");
            return Map.of();
        }
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, each) -> named.put(String.valueOf(key), each));
        return named;
    }

    private List<?> list(String where, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        broken.add(where + " is not a list");
        return List.of();
    }
}
