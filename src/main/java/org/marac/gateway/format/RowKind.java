package org.marac.gateway.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.MessageId;

/** What does a column hold, and how is it put into the message? */
enum RowKind {
    /** Words; several columns of the same are one text. */
    TEXT((cell, draft, to) -> draft.append(to, cell.chosen(), isProse(to) ? "\n" : " ")),
    /** Words for which the message has no place of their own, so that nothing is lost: with their label. */
    TOLD((cell, draft, to) -> draft.append(to, cell.label() + ": " + cell.text(), "\n")),
    /** One of a list of the message's own. */
    CODE((cell, draft, to) -> draft.put(to, new TextNode(cell.chosen()))),
    /** The sender's id. */
    ID((cell, draft, to) -> draft.put(to, new TextNode(id(cell)))),
    DATE((cell, draft, to) -> draft.put(to, new TextNode(cell.date().toString()))),
    /** A day, as the moment it begins in London. */
    MOMENT((cell, draft, to) -> draft.put(to, new TextNode(moment(cell.date())))),
    ANSWER((cell, draft, to) -> draft.put(to, new TextNode(cell.answer().name()))),
    FLAG((cell, draft, to) -> flag(cell, draft, to)),
    NUMBER((cell, draft, to) -> draft.put(to, new IntNode(cell.number()))),
    PHONE((cell, draft, to) -> draft.put(to, new TextNode(cell.phone()))),
    PHONES((cell, draft, to) -> each(cell, one -> draft.add(to, new TextNode(one.phone())))),
    NHS((cell, draft, to) -> draft.put(to, new TextNode(cell.nhsNumber()))),
    NAME((cell, draft, to) -> draft.put(to, PersonName.of(cell.text()))),
    NAMES((cell, draft, to) -> each(cell, one -> draft.add(to, PersonName.of(one.text())))),
    /** Words that are a list, as forenames. */
    WORDS((cell, draft, to) -> {
        for (String word : cell.text().split("[ ,]+")) {
            draft.add(to, new TextNode(word));
        }
    }),
    ADDRESS((cell, draft, to) -> draft.put(to, address(cell.text()))),
    /** A line of an address. */
    LINE((cell, draft, to) -> draft.add(to, new TextNode(cell.text()))),
    /** People named in words. */
    CONTACTS((cell, draft, to) ->
            each(cell, one -> draft.add(to, Json.MAPPER.createObjectNode().put("name", one.text())))),
    CONSENT((cell, draft, to) -> draft.put(to, new TextNode(consent(cell)))),
    PREGNANT((cell, draft, to) -> pregnant(cell, draft, to)),
    /** A day of birth, or of one that is still to come. */
    BIRTH_OR_DUE((cell, draft, to) -> birthOrDue(cell, draft, to)),
    VISIBLE_HIGH_RISK((cell, draft, to) -> criterion(cell, draft, to, "VISIBLE_HIGH_RISK")),
    PROFESSIONAL_JUDGEMENT((cell, draft, to) -> criterion(cell, draft, to, "PROFESSIONAL_JUDGEMENT")),
    POTENTIAL_ESCALATION((cell, draft, to) -> criterion(cell, draft, to, "POTENTIAL_ESCALATION")),
    REPEAT((cell, draft, to) -> criterion(cell, draft, to, "REPEAT"));

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Pattern POSTCODE =
            Pattern.compile("(?i)[\\s,]*\\b([A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})\\s*$");
    private static final Map<String, Consent.State> CONSENT_WORDS = Map.of(
            "given", Consent.State.GIVEN,
            "refused", Consent.State.REFUSED,
            "declined", Consent.State.REFUSED,
            "not sought - unsafe", Consent.State.NOT_SOUGHT_UNSAFE,
            "not safe to seek", Consent.State.NOT_SOUGHT_UNSAFE,
            "unsafe to seek", Consent.State.NOT_SOUGHT_UNSAFE,
            "not possible", Consent.State.NOT_POSSIBLE,
            "withdrawn", Consent.State.WITHDRAWN);

    private final Reading reading;

    RowKind(Reading reading) {
        this.reading = reading;
    }

    @FunctionalInterface
    private interface Reading {
        void read(Cell cell, Draft draft, String to) throws Damaged;
    }

    /** The kind of that name. */
    static Optional<RowKind> of(String name) {
        for (RowKind kind : values()) {
            if (kind.name().equals(name)
                    || kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Puts what a cell says where it belongs. An empty cell says nothing. */
    void read(Cell cell, Draft draft, String to) throws Damaged {
        cell.requireWhole();
        // Boxes of which none is ticked were not answered.
        if (!cell.isEmpty() && !cell.isUnticked()) {
            reading.read(cell, draft, to);
        }
    }

    private static boolean isProse(String to) {
        return to.startsWith("/narrative") || to.equals("/rationale");
    }

    @FunctionalInterface
    private interface One {
        void read(Cell one) throws Damaged;
    }

    private static void each(Cell cell, One one) throws Damaged {
        for (String part : cell.text().split("[;\\n]|, | / ")) {
            Cell single = Cell.of(cell.label(), part);
            if (!single.isEmpty()) {
                one.read(single);
            }
        }
    }

    private static String id(Cell cell) throws Damaged {
        if (!MessageId.isValid(cell.text())) {
            throw new Damaged("not-an-id");
        }
        return cell.text();
    }

    private static String moment(LocalDate day) {
        return day.atStartOfDay(LONDON).toInstant().toString();
    }

    /** Only yes and no: what nobody knows is left out. */
    private static void flag(Cell cell, Draft draft, String to) throws Damaged {
        Answer answer = cell.answer();
        if (answer == Answer.YES || answer == Answer.NO) {
            draft.put(to, BooleanNode.valueOf(answer == Answer.YES));
        }
    }

    private static String consent(Cell cell) throws Damaged {
        Consent.State state = CONSENT_WORDS.get(cell.chosen().toLowerCase(Locale.ROOT));
        if (state != null) {
            return state.name();
        }
        Answer answer = cell.answer();
        if (answer != Answer.YES && answer != Answer.NO) {
            throw new Damaged("consent-not-known");
        }
        return (answer == Answer.YES ? Consent.State.GIVEN : Consent.State.REFUSED).name();
    }

    private static void pregnant(Cell cell, Draft draft, String to) throws Damaged {
        if (cell.answer() == Answer.YES) {
            draft.object(to);
        }
    }

    private static void birthOrDue(Cell cell, Draft draft, String to) throws Damaged {
        LocalDate day = cell.date();
        boolean due = day.isAfter(LocalDate.now(LONDON));
        draft.put(to + (due ? "/expected" : "/person/birthDate"), new TextNode(day.toString()));
        draft.object(to + "/person");
    }

    private static void criterion(Cell cell, Draft draft, String to, String criterion) throws Damaged {
        if (cell.answer() == Answer.YES) {
            draft.add(to, new TextNode(criterion));
        }
    }

    private static ObjectNode address(String text) {
        ObjectNode address = Json.MAPPER.createObjectNode();
        ArrayNode lines = address.putArray("lines");
        Matcher postcode = POSTCODE.matcher(text);
        boolean has = postcode.find();
        List.of((has ? text.substring(0, postcode.start()) : text).split("[\\n,]")).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(lines::add);
        if (has) {
            address.put("postcode", postcode.group(1).toUpperCase(Locale.ROOT));
        }
        return address;
    }
}
