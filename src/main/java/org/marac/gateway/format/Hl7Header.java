package org.marac.gateway.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/**
 * The message header (MSH), taken apart before anything else is parsed: whether the message is one for us to read is asked of what
 * no parser need understand.
 *
 * @param fields MSH-1 stands at index 1
 * @param component what separates components
 */
record Hl7Header(List<String> fields, char component) {
    private static final Set<String> TYPES = Set.of("REF", "MDM", "ADT");
    private static final Set<String> EVENTS =
            Set.of("REF^I12", "REF^I13", "REF^I14", "MDM^T02", "ADT^A40", "ADT^A47", "ADT^A37");
    private static final Set<String> VERSIONS =
            Set.of("2.2", "2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.7.1", "2.8", "2.8.1");
    private static final String TEST = "T";
    private static final Set<String> PROCESSED = Set.of("P", TEST);

    private static final int RECEIVER = 6;
    private static final int TIME = 7;
    private static final int TYPE = 9;
    private static final int ID = 10;
    private static final int PROCESSING = 11;
    private static final int VERSION = 12;

    private static final Pattern TIME_FORM = Pattern.compile(
            "([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:\\.[0-9]{1,4})?)?)?)?([+-][0-9]{4})?");
    /** A time that names no offset is by the clock on the wall of a British sender. */
    private static final ZoneId WALL = ZoneId.of("Europe/London");

    Hl7Header {
        fields = List.copyOf(fields);
    }

    /** Of a text that begins with its header; whatever it is, it is only cut. */
    static Hl7Header split(String text) {
        int end = text.indexOf('\r');
        String line = end < 0 ? text : text.substring(0, end);
        if (line.length() < 5) {
            return new Hl7Header(List.of(), '^');
        }
        List<String> cut = List.of(line.split(Pattern.quote(line.substring(3, 4)), -1));
        List<String> fields = new ArrayList<>(List.of("MSH"));
        fields.addAll(cut);
        fields.set(1, line.substring(3, 4));
        return new Hl7Header(fields, line.charAt(4));
    }

    /** A component of a field's first repetition, counted from 1. */
    Optional<String> part(int field, int number) {
        if (field >= fields.size()) {
            return Optional.empty();
        }
        String first = fields.get(field).split("~", -1)[0];
        String[] parts = first.split(Pattern.quote(String.valueOf(component)), -1);
        return number <= parts.length ? Fields.text(parts[number - 1]) : Optional.empty();
    }

    /** Message type and event, for example {@code REF^I12}. */
    String event() {
        return part(TYPE, 1).orElse("") + "^" + part(TYPE, 2).orElse("");
    }

    /**
     * Is it one for us to read?
     *
     * @param self the coordinator's agency
     * @throws Refused {@code UNSUPPORTED}: type, event, processing id or version; {@code NOT_FOR_US}; {@code INVALID}
     */
    void check(AgencyId self) throws Refused {
        if (!TYPES.contains(part(TYPE, 1).orElse(""))) {
            throw unsupported("message-type-not-supported", TYPE);
        }
        if (!EVENTS.contains(event())) {
            throw unsupported("event-not-supported", TYPE);
        }
        // A training message must not become a case of anyone, and says of nothing that it is a test.
        if (!part(PROCESSING, 1).filter(PROCESSED::contains).isPresent()) {
            throw unsupported("processing-id-not-supported", PROCESSING);
        }
        if (!part(VERSION, 1).filter(VERSIONS::contains).isPresent()) {
            throw unsupported("version-not-supported", VERSION);
        }
        if (part(ID, 1).isEmpty()) {
            throw Refusals.invalid("missing-property", place(ID));
        }
        Optional<String> receiver = part(RECEIVER, 1).map(name -> name.toLowerCase(Locale.ROOT));
        if (receiver.isPresent() && !receiver.get().equals(self.value())) {
            throw new Refused(Refusal.at(RefusalCode.NOT_FOR_US, "receiver-is-another", place(RECEIVER)));
        }
    }

    /** Whether its sender says that it is a test (MSH-11, HL7 table 0103). */
    boolean isTest() {
        return part(PROCESSING, 1).filter(TEST::equals).isPresent();
    }

    /** What is worked on at once may not be a test. */
    void requireReal() throws Refused {
        if (isTest()) {
            throw unsupported("processing-id-not-supported", PROCESSING);
        }
    }

    /** The sender's id of this transmission (MSH-10). */
    MessageId id() throws Refused {
        return id(part(ID, 1).orElseThrow(() -> Refusals.invalid("missing-property", place(ID))), place(ID));
    }

    /** An id that has the form of one. */
    static MessageId id(String id, String place) throws Refused {
        if (!MessageId.isValid(id)) {
            throw Refusals.invalid("wrong-form", place);
        }
        return new MessageId(id);
    }

    /** When it was made (MSH-7). */
    Instant created() throws Refused {
        Matcher form = TIME_FORM.matcher(part(TIME, 1).orElse(""));
        if (!form.matches()) {
            throw Refusals.invalid(part(TIME, 1).isEmpty() ? "missing-property" : "not-a-date-time", place(TIME));
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(form, 1),
                    number(form, 2),
                    number(form, 3),
                    number(form, 4),
                    number(form, 5),
                    number(form, 6));
            return time.atZone(form.group(7) == null ? WALL : ZoneOffset.of(form.group(7)))
                    .toInstant();
        } catch (DateTimeException e) {
            throw Refusals.invalid("not-a-date-time", place(TIME));
        }
    }

    private static int number(Matcher form, int group) {
        return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
    }

    private static Refused unsupported(String reason, int field) {
        return new Refused(Refusal.at(RefusalCode.UNSUPPORTED, reason, place(field)));
    }

    private static String place(int field) {
        return "MSH[1]." + field;
    }
}
