package org.marac.gateway.intake;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One version of a route file, as it was read and checked.
 *
 * @param name its folder and name, such as {@code agencies/wenbury-police.camel.yaml}
 * @param text what it says
 * @param plan what it brings and needs
 * @param broken what a route may not do and it does
 */
record RouteFile(String name, String text, RoutePlan plan, List<String> broken) {
    private static final String DOORS = "doors/";
    private static final String AGENCY = "agency";

    /** Reads and checks a file; whatever it holds, this answers. */
    static RouteFile read(String name, String yaml) {
        try {
            return checked(name, yaml);
        } catch (RuntimeException e) {
            // What no rule foresaw is no route either.
            String type = e.getClass().getSimpleName();
            return new RouteFile(name, yaml, RoutePlan.NOTHING, List.of("the file cannot be checked: " + type));
        }
    }

    private static RouteFile checked(String name, String yaml) {
        RouteText text = RouteText.of(yaml);
        if (!RouteRules.check(text).isEmpty()) {
            return new RouteFile(name, yaml, RoutePlan.NOTHING, text.broken());
        }
        RoutePlan plan = RoutePlan.of(text);
        if (!isDoor(name)) {
            ofItsAgency(text, name, plan);
        } else if (!plan.instances().isEmpty()) {
            text.breaks("the file", "starts routes from templates, which the agencies' files do");
        }
        return new RouteFile(name, yaml, plan, text.broken());
    }

    static boolean isDoor(String name) {
        return name.startsWith(DOORS);
    }

    /** A slip of the pen must not open one agency's door in another's file, or take what is another's. */
    private static void ofItsAgency(RouteText text, String name, RoutePlan plan) {
        String agency = name.substring(name.indexOf('/') + 1).split("\\.", 2)[0];
        if (!plan.templates().isEmpty() || !plan.configurations().isEmpty()) {
            text.breaks("the file", "holds what belongs to the doors");
        }
        if (plan.instances().isEmpty()) {
            text.breaks("the file", "starts no route");
        }
        if (plan.routes().size() > plan.instances().size()) {
            text.breaks("the file", "holds a route that is not made from a door's template");
        }
        for (RoutePlan.Instance instance : plan.instances()) {
            String given = instance.given().getOrDefault(AGENCY, "");
            if (!given.equals(agency) && !given.equals(agency + ".restricted")) {
                text.breaks("the file", "is named for " + agency + " and gives another agency, or none");
            }
        }
        plan.routes().stream()
                .filter(id -> !id.startsWith(agency + "-"))
                .forEach(id -> text.breaks("the file", "has a route whose id does not begin with " + agency + "-"));
    }

    /** Those of the others that cannot do without this one. */
    Stream<RouteFile> neededBy(Stream<RouteFile> others) {
        Set<String> brings = plan.brings();
        return others.filter(other -> !other.name.equals(name))
                .filter(other -> other.plan.needs().stream().anyMatch(brings::contains));
    }
}
