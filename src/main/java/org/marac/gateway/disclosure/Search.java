package org.marac.gateway.disclosure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ahocorasick.trie.PayloadEmit;
import org.ahocorasick.trie.PayloadTrie;
import org.marac.gateway.disclosure.Spelling.Form;

/**
 * Which protected values stand in a text? All of them are looked for at once (Aho and Corasick), in any writing
 * {@link Folded} sees through. Made for one message, and not shared between threads.
 */
final class Search {
    /** Shorter than this, a text holds no value. */
    private static final int SHORTEST = 4;

    private static final int FAR = 16;

    private final PayloadTrie<List<Sought>> values;
    private final boolean isEmpty;
    private final Map<String, List<Hit>> known = new HashMap<>();

    Search(Collection<Sought> sought) {
        Map<String, List<Sought>> bySpelling = new HashMap<>();
        for (Sought value : sought) {
            bySpelling
                    .computeIfAbsent(value.spelling().letters(), letters -> new ArrayList<>(1))
                    .add(value);
        }
        PayloadTrie.PayloadTrieBuilder<List<Sought>> builder = PayloadTrie.builder();
        bySpelling.forEach(builder::addKeyword);
        this.values = builder.build();
        this.isEmpty = bySpelling.isEmpty();
    }

    /** Everything found in this text, for whomever it is hidden from. */
    List<Hit> in(String text) {
        return isEmpty || text.length() < SHORTEST ? List.of() : known.computeIfAbsent(text, this::find);
    }

    /**
     * What this viewer may not read in a text.
     *
     * @param where the part of the message the text is, or is what is left of
     */
    List<Hit> hidden(String text, Part where, Viewer viewer) {
        List<Hit> found = in(text);
        return found.isEmpty()
                ? found
                : found.stream()
                        .filter(hit -> hit.isHiddenFrom(viewer, where.material().category(), where.isOfAddress()))
                        .toList();
    }

    /** Whether an address that the viewer may see by its own label is one that must be hidden from it. */
    boolean isInAddress(Part address, Viewer viewer) {
        if (Document.isText(address.node()) && viewer.maySee(address.source())) {
            return !hidden(address.node().text(), address, viewer).isEmpty();
        }
        return Stream.concat(address.fields().values().stream(), address.elements().stream())
                .anyMatch(part -> isInAddress(part, viewer));
    }

    private List<Hit> find(String text) {
        Folded folded = Folded.of(text);
        List<Hit> hits = new ArrayList<>();
        values.parseText(folded.letters(), emit -> {
            for (Sought sought : emit.getPayload()) {
                if (stands(folded, emit, sought.spelling().form())) {
                    hits.add(new Hit(
                            folded.from(emit.getStart()),
                            folded.to(emit.getEnd()),
                            isNextDoor(
                                    folded, emit.getStart(), sought.spelling().form()),
                            sought));
                }
            }
            return true;
        });
        return hits;
    }

    private static boolean stands(Folded text, PayloadEmit<?> emit, Form form) {
        int start = emit.getStart();
        int end = emit.getEnd() + 1;
        if (form.kind() == Spelling.Kind.TELEPHONE) {
            return !(text.isDigit(end) && !text.isStart(end));
        }
        if (!text.isEdge(start) || !text.isEdge(end) || isTorn(text, start, end, form)) {
            return false;
        }
        return switch (form.kind()) {
            case NAME, PLACE, HOUSE_IN_SHORT -> text.isCapital(start);
            case INITIALS -> text.isCapital(start + form.prefix()) && text.isEdge(start + form.prefix());
            case COMMON_STREET -> form.houses().stream().anyMatch(house -> isNear(text, start, house));
            case LOCAL_NUMBER, IDENTIFIER -> !isInsideANumber(text, start, end);
            default -> true;
        };
    }

    private static boolean isNextDoor(Folded text, int start, Form form) {
        String number = form.kind() == Spelling.Kind.STREET ? text.numberBefore(start) : "";
        return !number.isEmpty() && !form.houses().isEmpty() && !form.houses().contains(number);
    }

    /** Whether words begin within it where none do in the value; letters each by itself are a way to spell a word. */
    private static boolean isTorn(Folded text, int start, int end, Form form) {
        int gaps = text.startsWithin(start, end);
        return gaps > form.gaps() && gaps < end - start - 1 - form.gaps();
    }

    private static boolean isInsideANumber(Folded text, int start, int end) {
        return text.isDigit(start) && text.isDigit(start - 1) && !text.isStart(start)
                || text.isDigit(end - 1) && text.isDigit(end) && !text.isStart(end);
    }

    /** Whether the house's number stands a little before the street: "at number 3 on Station Road". */
    private static boolean isNear(Folded text, int start, String house) {
        String before = text.letters().substring(Math.max(0, start - FAR), start);
        int at = before.lastIndexOf(house);
        return at >= 0
                && text.isEdge(start - before.length() + at)
                && text.isEdge(start - before.length() + at + house.length());
    }
}
