package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Information.Assertion;
import org.marac.gateway.model.Information.Intelligence;
import org.marac.gateway.model.Information.Item;
import org.marac.gateway.model.Refused;

/**
 * What the police say of their intelligence: does it agree with itself, and what does an older code mean today?
 *
 * <p>Where the older 5x5x5 is finer than today's 3x5x2, the stricter reading is taken: a source that was "sometimes
 * reliable" counts as not reliable, and only the handling code that named partners outside the police counts as P.
 */
final class Evaluations {
    private static final Map<Character, String> SOURCE = Map.of('A', "1", 'B', "1", 'C', "3", 'D', "3", 'E', "2");
    private static final Map<Character, String> ASSESSMENT = Map.of('1', "A", '2', "A", '3', "B", '4', "D", '5', "E");
    private static final char TO_PARTNERS = '2';

    private Evaluations() {}

    /** The same items with older codes in today's form beside them; refuses what contradicts itself. */
    static List<Item> read(List<Item> given, Place where) throws Refused {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Item item = given.get(i);
            Place place = where.at("items").at(i);
            Optional<Intelligence> intelligence = today(item.intelligence(), place);
            check(item, intelligence, place);
            items.add(new Item(
                    item.category(),
                    item.assertion(),
                    item.subject(),
                    item.asOf(),
                    item.source(),
                    item.text(),
                    item.originator(),
                    item.releasedTo(),
                    intelligence));
        }
        return items;
    }

    /** The same message with such items. */
    static Information read(Information information, Place where) throws Refused {
        return new Information(
                information.header(),
                information.victim(),
                information.allegedPerpetrators(),
                information.children(),
                information.exclusions(),
                read(information.items(), where));
    }

    private static Optional<Intelligence> today(Optional<Intelligence> given, Place place) throws Refused {
        if (given.isEmpty()) {
            return given;
        }
        Intelligence codes = given.get();
        boolean whole = codes.source().isPresent()
                && codes.assessment().isPresent()
                && codes.handling().isPresent();
        boolean none = codes.source().isEmpty()
                && codes.assessment().isEmpty()
                && codes.handling().isEmpty();
        if (!whole && (!none || codes.legacy().isEmpty())) {
            throw Refusals.invalid(
                    "intelligence-code-missing", place.at("intelligence").pointer());
        }
        if (codes.legacy().isEmpty()) {
            return given;
        }
        Intelligence mapped = mapped(codes.legacy().get(), codes.conditions());
        if (whole && !mapped.equals(codes)) {
            throw Refusals.invalid(
                    "intelligence-codes-disagree", place.at("intelligence").pointer());
        }
        return Optional.of(mapped);
    }

    private static Intelligence mapped(String legacy, Optional<String> conditions) {
        return new Intelligence(
                Optional.of(Objects.requireNonNull(SOURCE.get(legacy.charAt(0)))),
                Optional.of(Objects.requireNonNull(ASSESSMENT.get(legacy.charAt(1)))),
                Optional.of(legacy.charAt(2) == TO_PARTNERS ? "P" : "C"),
                conditions,
                Optional.of(legacy));
    }

    private static void check(Item item, Optional<Intelligence> intelligence, Place place) throws Refused {
        Optional<String> handling = intelligence.flatMap(Intelligence::handling);
        boolean agrees = switch (item.category()) {
            case POLICE_INTEL_P -> handling.map("P"::equals).orElse(false);
            case POLICE_INTEL_C -> handling.map("C"::equals).orElse(true);
            default -> intelligence.isEmpty();
        };
        if (!agrees) {
            // Without a handling code nobody has agreed that it may be shared at all.
            throw Refusals.invalid("intelligence-handling", place.at("category").pointer());
        }
        boolean doubtful =
                intelligence.flatMap(Intelligence::source).filter("3"::equals).isPresent()
                        || intelligence
                                .flatMap(Intelligence::assessment)
                                .filter("E"::equals)
                                .isPresent();
        if (doubtful && item.assertion() == Assertion.FACT) {
            throw Refusals.invalid(
                    "doubtful-intelligence-as-fact", place.at("assertion").pointer());
        }
    }
}
