package org.marac.gateway.intake;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may stand between a route's beginning and its end? */
final class RouteSteps {
    /** Where a route may begin. A new kind of door adds the name of its component here. */
    private static final Set<String> DOORS_IN = Set.of("jms:queue", "direct", "netty:tcp");

    /** Where a route may send to. */
    private static final Set<String> DOORS_OUT = Set.of("jms:queue", "direct", "bean");

    private static final Set<String> STEPS =
            Set.of("to", "bean", "choice", "removeHeaders", "setHeader", "setProperty");
    private static final Set<String> NAMES = Set.of("id", "description", "note");

    private static final String NAME = "(?:[A-Za-z0-9.-]|\\{\\{[A-Za-z0-9.-]+}})+";
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:(netty:tcp)://" + NAME + ":|([a-z]+(?::queue)?):)" + NAME);
    private static final Pattern TYPE =
            Pattern.compile("\\$\\{body} is '(org\\.marac\\.gateway\\.[a-z]+\\.[A-Za-z$]+)'");

    private final RouteText text;

    RouteSteps(RouteText text) {
        this.text = text;
    }

    void from(String where, Map<String, Object> from) {
        text.allow(where, from, "id", "description", "uri", "parameters", "variableReceive", "steps");
        endpoint(where, from, DOORS_IN);
        steps(where, from.get("steps"), false);
        if (!String.valueOf(from.get("uri")).startsWith("direct:")) {
            headersGo(where, text.maps(where + ", steps", from.get("steps")));
        }
    }

    void steps(String where, @Nullable Object steps, boolean insideChoice) {
        int number = 0;
        for (Map<String, Object> one : text.maps(where + ", steps", steps)) {
            String step = where + ", step " + ++number;
            if (one.size() != 1) {
                text.breaks(step, "is more than one thing, or none");
            }
            text.allow(step, one, STEPS.toArray(String[]::new));
            one.forEach((kind, body) -> step(step + ", " + kind, kind, body, insideChoice));
        }
    }

    private void step(String where, String kind, Object body, boolean insideChoice) {
        switch (kind) {
            case "to" -> to(where, body);
            case "bean" -> text.allow(where, text.map(where, body), "ref", "method", "id", "description");
            case "choice" -> choice(where, text.map(where, body), insideChoice);
            case "removeHeaders" -> removesAll(where, body);
            case "setHeader", "setProperty" -> constant(where, text.map(where, body), Set.of("name"));
            default -> {}
        }
    }

    private void to(String where, Object to) {
        Map<String, Object> target = to instanceof String uri ? Map.of("uri", uri) : text.map(where, to);
        text.allow(where, target, "id", "description", "uri", "parameters", "variableSend", "variableReceive");
        endpoint(where, target, DOORS_OUT);
    }

    private void endpoint(String where, Map<String, Object> endpoint, Set<String> schemes) {
        Matcher plain = ENDPOINT.matcher(String.valueOf(endpoint.get("uri")));
        if (!plain.matches() || !schemes.contains(plain.group(plain.group(1) == null ? 2 : 1))) {
            text.breaks(where, "goes by another way than a plain name of " + schemes);
        }
        text.map(where + ", parameters", endpoint.getOrDefault("parameters", Map.of()))
                .forEach((name, value) -> {
                    if (value instanceof Map || value instanceof List) {
                        text.breaks(where + ", parameter " + RouteText.named(name), "is not one value");
                    }
                });
    }

    private void choice(String where, Map<String, Object> choice, boolean insideChoice) {
        if (insideChoice) {
            text.breaks(where, "is a choice inside a choice");
        }
        text.allow(where, choice, "id", "description", "when", "otherwise");
        for (Map<String, Object> when : text.maps(where + ", when", choice.get("when"))) {
            text.allow(where + ", when", when, "id", "description", "simple", "expression", "steps");
            Map<String, Object> expression = text.map(where, when.getOrDefault("expression", Map.of()));
            text.allow(where + ", expression", expression, "simple");
            type(where, String.valueOf(expression.getOrDefault("simple", when.get("simple"))));
            steps(where + ", when", when.get("steps"), true);
        }
        Map<String, Object> otherwise = text.map(where, choice.getOrDefault("otherwise", Map.of()));
        text.allow(where + ", otherwise", otherwise, "id", "description", "steps");
        steps(where + ", otherwise", otherwise.get("steps"), true);
    }

    private void type(String where, String expression) {
        Matcher type = TYPE.matcher(expression);
        if (!type.matches()) {
            text.breaks(where, "asks for more than the result's type");
            return;
        }
        try {
            Class.forName(type.group(1), false, RouteSteps.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            text.breaks(where, "asks for a type there is not");
        }
    }

    void constant(String where, Map<String, Object> body, Set<String> also) {
        Map<String, Object> expression =
                body.containsKey("expression") ? text.map(where, body.get("expression")) : body;
        for (Map<String, Object> part : List.of(body, expression)) {
            part.keySet().stream()
                    .filter(key -> !NAMES.contains(key) && !also.contains(key))
                    .filter(key -> !key.equals("constant") && !key.equals("expression"))
                    .forEach(key -> text.breaks(where, "is not a constant: " + RouteText.named(key)));
        }
        if (!expression.containsKey("constant")) {
            text.breaks(where, "has no constant");
        }
    }

    private void removesAll(String where, Object body) {
        Map<String, Object> remove = body instanceof String all ? Map.of("pattern", all) : text.map(where, body);
        text.allow(where, remove, "id", "description", "pattern");
        if (!"*".equals(remove.get("pattern"))) {
            text.breaks(where, "leaves some headers");
        }
    }

    /** A header of an arrival can steer an endpoint; once the door has read what it needs, none is left. */
    private void headersGo(String where, List<Map<String, Object>> steps) {
        boolean gone = false;
        for (Map<String, Object> one : steps) {
            gone = gone || one.containsKey("removeHeaders");
            boolean calls =
                    one.containsKey("bean") || String.valueOf(one.get("to")).contains("bean:");
            boolean sends = one.containsKey("choice") || (one.containsKey("to") && !calls);
            if (sends && !gone) {
                text.breaks(where, "sends something before removeHeaders");
            }
        }
        if (!gone) {
            text.breaks(where, "never removes the headers of the arrival");
        }
    }
}
