package org.marac.gateway.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may a route be made of? A door, where its answer goes, what happens on error. Whatever is not on these lists is
 * refused, so that nothing can be computed, decided or called in a place that is not Java. What is said of a file names
 * the place and never a value: a value may be a secret that should not be there.
 */
public final class RouteRules {
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

    private final RouteText text;
    private final RouteSteps steps;

    private RouteRules(RouteText text) {
        this.text = text;
        this.steps = new RouteSteps(text);
    }

    /** What the file does that a route may not do; empty when it is a route that only connects. */
    public static List<String> broken(String yaml) {
        return check(RouteText.of(yaml));
    }

    static List<String> check(RouteText text) {
        new RouteRules(text).file();
        return text.broken();
    }

    private void file() {
        if (text.content().isEmpty()) {
            return;
        }
        int number = 0;
        for (Object item : text.list("the file", text.content().get())) {
            String where = "item " + ++number;
            Map<String, Object> one = text.map(where, item);
            text.allow(where, one, "routeTemplate", "templatedRoute", "route", "from", "routeConfiguration");
            one.forEach((kind, body) -> item(where + ", " + kind, kind, body));
        }
        text.checkValues();
    }

    private void item(String where, String kind, Object body) {
        switch (kind) {
            case "routeTemplate" -> template(where, text.map(where, body));
            case "templatedRoute" -> instance(where, text.map(where, body));
            case "route" -> route(where, text.map(where, body));
            case "from" -> steps.from(where, text.map(where, body));
            case "routeConfiguration" -> errors(where, text.map(where, body));
            default -> {}
        }
    }

    private void template(String where, Map<String, Object> template) {
        text.allow(where, template, "id", "description", "parameters", "from", "route");
        for (Map<String, Object> parameter : text.maps(where + ", parameters", template.get("parameters"))) {
            text.allow(where + ", parameter", parameter, "name", "defaultValue", "description", "required");
        }
        if (template.containsKey("route")) {
            route(where + ", route", text.map(where + ", route", template.get("route")));
        } else {
            steps.from(where + ", from", text.map(where + ", from", template.getOrDefault("from", Map.of())));
        }
    }

    private void instance(String where, Map<String, Object> instance) {
        text.allow(where, instance, "routeTemplateRef", "routeId", "prefixId", "parameters");
        for (Map<String, Object> parameter : text.maps(where + ", parameters", instance.get("parameters"))) {
            text.allow(where + ", parameter", parameter, "name", "value");
        }
    }

    private void route(String where, Map<String, Object> route) {
        text.allow(where, route, "id", "description", "routeConfigurationId", "from");
        steps.from(where + ", from", text.map(where + ", from", route.getOrDefault("from", Map.of())));
    }

    private void errors(String where, Map<String, Object> configuration) {
        text.allow(where, configuration, "id", "description", "errorHandler", "onException");
        for (Map<String, Object> one : text.maps(where + ", onException", configuration.get("onException"))) {
            Map<String, Object> on =
                    one.containsKey("onException") ? text.map(where + ", onException", one.get("onException")) : one;
            text.allow(
                    where + ", onException",
                    on,
                    "id",
                    "exception",
                    "redeliveryPolicy",
                    "handled",
                    "continued",
                    "steps");
            for (String verdict : List.of("handled", "continued")) {
                Optional.ofNullable(on.get(verdict))
                        .ifPresent(e -> steps.constant(where, text.map(where + ", " + verdict, e), Set.of()));
            }
            Map<String, Object> again =
                    text.map(where + ", redeliveryPolicy", on.getOrDefault("redeliveryPolicy", Map.of()));
            text.allow(where + ", redeliveryPolicy", again, REDELIVERY.toArray(String[]::new));
            steps.steps(where + ", onException", on.get("steps"), false);
        }
    }
}
