package org.marac.gateway.intake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What does a route file bring, and what must others have brought?
 *
 * @param templates the templates it brings, with their parameters
 * @param configurations the error configurations it brings
 * @param routes the ids of the routes it starts
 * @param instances the templates it starts routes from
 * @param configured the error configurations its routes ask for by name
 */
record RoutePlan(
        Map<String, Parameters> templates,
        Set<String> configurations,
        List<String> routes,
        List<Instance> instances,
        Set<String> configured) {
    static final RoutePlan NOTHING = new RoutePlan(Map.of(), Set.of(), List.of(), List.of(), Set.of());

    /**
     * What a template may be given.
     *
     * @param known every parameter
     * @param required those without a default
     */
    record Parameters(Set<String> known, Set<String> required) {}

    /**
     * A route from a template.
     *
     * @param template its template
     * @param given what it is given
     */
    record Instance(String template, Map<String, String> given) {}

    /** Reads it; what stands in the way of knowing it is found wrong in the text. */
    static RoutePlan of(RouteText text) {
        RoutePlan plan = new RoutePlan(
                new LinkedHashMap<>(),
                new LinkedHashSet<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new LinkedHashSet<>());
        List<?> items =
                text.content().map(content -> text.list("the file", content)).orElse(List.of());
        for (Object item : items) {
            text.map("an item", item)
                    .forEach((kind, body) -> plan.item(text, kind, text.map("an item, " + kind, body)));
        }
        if (plan.routes.stream().distinct().count() < plan.routes.size()) {
            text.breaks("the file", "gives two routes the same id");
        }
        return plan;
    }

    private void item(RouteText text, String kind, Map<String, Object> body) {
        switch (kind) {
            case "routeTemplate" -> template(text, body);
            case "routeConfiguration" -> configurations.add(id(text, kind, body, "id"));
            case "templatedRoute" -> instance(text, body);
            case "route" -> {
                routes.add(id(text, kind, body, "id"));
                configured(body);
            }
            // Without an id it could not be told from another when it changes.
            case "from" -> text.breaks("from", "must stand in a route that has an id");
            default -> {}
        }
    }

    private void template(RouteText text, Map<String, Object> template) {
        Set<String> known = new LinkedHashSet<>();
        Set<String> required = new LinkedHashSet<>();
        for (Map<String, Object> parameter : text.maps("parameters", template.get("parameters"))) {
            String name = String.valueOf(parameter.get("name"));
            known.add(name);
            if (!parameter.containsKey("defaultValue") && !"false".equals(String.valueOf(parameter.get("required")))) {
                required.add(name);
            }
        }
        templates.put(id(text, "routeTemplate", template, "id"), new Parameters(known, required));
        if (template.get("route") instanceof Map<?, ?> route) {
            configured(route);
        }
    }

    private void instance(RouteText text, Map<String, Object> instance) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Map<String, Object> parameter : text.maps("parameters", instance.get("parameters"))) {
            given.put(String.valueOf(parameter.get("name")), String.valueOf(parameter.get("value")));
        }
        routes.add(id(text, "templatedRoute", instance, "routeId"));
        instances.add(new Instance(id(text, "templatedRoute", instance, "routeTemplateRef"), given));
    }

    private void configured(Map<?, ?> route) {
        if (route.get("routeConfigurationId") != null) {
            configured.add(String.valueOf(route.get("routeConfigurationId")));
        }
    }

    private static String id(RouteText text, String kind, Map<String, Object> body, String name) {
        if (!(body.get(name) instanceof String id) || id.isBlank()) {
            text.breaks(kind, "has no " + name);
            return "";
        }
        return id;
    }

    /** Everything that it brings and that nobody else may bring. */
    Set<String> brings() {
        return Stream.of(
                        templates.keySet().stream().map(id -> "the template " + id),
                        configurations.stream().map(id -> "the error configuration " + id),
                        routes.stream().map(id -> "the route " + id))
                .flatMap(ids -> ids)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Everything that it or another must bring. */
    Set<String> needs() {
        return Stream.concat(
                        instances.stream().map(instance -> "the template " + instance.template()),
                        configured.stream().map(id -> "the error configuration " + id))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is wrong with what it gives the templates, as far as they are known here. */
    List<String> ill(Map<String, Parameters> known) {
        List<String> ill = new ArrayList<>();
        for (Instance instance : instances) {
            Parameters parameters = known.get(instance.template());
            if (parameters != null) {
                parameters.required().stream()
                        .filter(name -> !instance.given().containsKey(name))
                        .forEach(name -> ill.add("does not give " + name + " to " + instance.template()));
                instance.given().keySet().stream()
                        .filter(name -> !parameters.known().contains(name))
                        .forEach(name -> ill.add("gives " + instance.template() + " a parameter it does not know: "
                                + RouteText.named(name)));
            }
        }
        return ill;
    }
}
