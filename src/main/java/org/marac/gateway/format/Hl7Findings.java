package org.marac.gateway.format;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Refused;

/**
 * What HL7 v2 has no segment for: observations (OBX) coded in our own local code systems, each thing about one person grouped by
 * OBX-4. Documented for integrators in {@code docs/agency-it/hl7.md}.
 */
final class Hl7Findings {
    private static final int CODE = 3;
    private static final int GROUP = 4;
    private static final int VALUE = 5;
    private static final int STATUS = 11;
    /** HL7 table 0085: deleted, wrong, not obtained. */
    private static final Set<String> VOID = Set.of("D", "W", "X");

    private final List<Finding> ours = new ArrayList<>();
    private final List<Finding> questions = new ArrayList<>();
    private final List<Finding> others = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * One observation.
     *
     * @param code in upper case where it is one of ours
     * @param group of whom, where there are several
     * @param segment the observation
     * @param notes what was noted to it
     */
    record Finding(String code, String group, Hl7Segment segment, List<String> notes) {
        String place() {
            return segment.place(VALUE);
        }

        List<Hl7Field> values() throws Refused {
            return segment.all(VALUE);
        }

        Hl7Field value() throws Refused {
            return segment.first(VALUE).orElseThrow(() -> Refusals.invalid("missing-property", place()));
        }

        /** The first component: a word from a list. */
        String word() throws Refused {
            return value().part(1)
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> Refusals.invalid("missing-property", place()));
        }

        /** All of it, with its notes. */
        String prose() throws Refused {
            List<String> lines = new ArrayList<>();
            segment.prose(VALUE).ifPresent(lines::add);
            lines.addAll(notes);
            if (lines.isEmpty()) {
                throw Refusals.invalid("missing-property", place());
            }
            return String.join("\n", lines);
        }
    }

    Hl7Findings(Hl7Segments segments) throws Refused {
        Optional<Finding> last = Optional.empty();
        for (Hl7Segment segment : segments.all()) {
            if (segment.name().equals("OBX")) {
                last = found(segment);
            } else if (segment.name().equals("NTE")) {
                List<String> noted = last.map(Finding::notes).orElse(notes);
                segment.prose(3).ifPresent(noted::add);
            } else {
                last = Optional.empty();
            }
        }
    }

    private Optional<Finding> found(Hl7Segment obx) throws Refused {
        if (obx.text(STATUS).filter(VOID::contains).isPresent()) {
            return Optional.of(new Finding("", "", obx, new ArrayList<>()));
        }
        Optional<String> ofOurs = code(obx, Hl7Codes.SYSTEM);
        Optional<String> question = code(obx, Hl7Codes.QUESTIONS);
        String group = obx.text(GROUP).orElse("");
        Finding finding = new Finding(
                ofOurs.map(code -> code.toUpperCase(Locale.ROOT))
                        .or(() -> question)
                        .orElse(""),
                group,
                obx,
                new ArrayList<>());
        if (ofOurs.isPresent()) {
            known(finding);
            ours.add(finding);
        } else {
            (question.isPresent() ? questions : others).add(finding);
        }
        return Optional.of(finding);
    }

    /** The code in one of the two codings of OBX-3. */
    private static Optional<String> code(Hl7Segment obx, String system) throws Refused {
        for (int at : new int[] {1, 4}) {
            if (obx.part(CODE, at + 2).filter(system::equalsIgnoreCase).isPresent()) {
                return obx.part(CODE, at);
            }
        }
        return Optional.empty();
    }

    private void known(Finding finding) throws Refused {
        if (!Hl7Codes.ALL.contains(finding.code())) {
            throw Refusals.invalid("not-in-list", finding.segment().place(CODE));
        }
        boolean twice = ours.stream()
                .anyMatch(before ->
                        before.code().equals(finding.code()) && before.group().equals(finding.group()));
        if (twice && !Hl7Codes.SEVERAL.contains(finding.code())) {
            throw Refusals.invalid("answered-twice", finding.segment().place(CODE));
        }
    }

    /** What is coded as questions of a checklist. */
    List<Finding> questions() {
        return questions;
    }

    /** What is coded in code systems of others. */
    List<Finding> others() {
        return others;
    }

    /** Notes that belong to no observation. */
    List<String> notes() {
        return notes;
    }

    /** The groups in which codes that begin so are found, in their order. */
    Set<String> groups(String prefix) {
        Set<String> groups = new TreeSet<>();
        ours.stream().filter(f -> f.code().startsWith(prefix)).forEach(f -> groups.add(f.group()));
        return groups;
    }

    List<Finding> all(String code) {
        return ours.stream().filter(f -> f.code().equals(code)).toList();
    }

    List<Finding> all(String code, String group) {
        return all(code).stream().filter(f -> f.group().equals(group)).toList();
    }

    Optional<Finding> first(String code) {
        return all(code).stream().findFirst();
    }

    Optional<Finding> first(String code, String group) {
        return all(code, group).stream().findFirst();
    }

    Optional<String> prose(String code) throws Refused {
        return prose(first(code));
    }

    Optional<String> prose(String code, String group) throws Refused {
        return prose(first(code, group));
    }

    private static Optional<String> prose(Optional<Finding> found) throws Refused {
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get().prose());
    }

    /** Where the first of a group stands. */
    Optional<String> place(String prefix, String group) {
        return ours.stream()
                .filter(f -> f.code().startsWith(prefix) && f.group().equals(group))
                .map(f -> f.segment().place(CODE))
                .findFirst();
    }

    Optional<LocalDate> date(String code) throws Refused {
        return date(first(code));
    }

    Optional<LocalDate> date(String code, String group) throws Refused {
        return date(first(code, group));
    }

    private static Optional<LocalDate> date(Optional<Finding> found) throws Refused {
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(Hl7Person.date(found.get().word(), found.get().place()));
    }

    Optional<Integer> count(String code) throws Refused {
        Optional<Finding> found = first(code);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (!found.get().word().matches("[0-9]{1,6}")) {
            throw Refusals.invalid("wrong-type", found.get().place());
        }
        return Optional.of(Integer.parseInt(found.get().word()));
    }

    <E extends Enum<E>> Optional<E> choice(String code, Class<E> type) throws Refused {
        Optional<Finding> found = first(code);
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Fields.choice(type, found.get().word(), found.get().place()));
    }

    /** Yes, no, unknown or not asked; what is not said is unknown. */
    Answer answer(String code) throws Refused {
        Optional<Finding> found = first(code);
        return found.isEmpty() ? Answer.UNKNOWN : answer(found.get());
    }

    /** In our words or in those of HL7 table 0136 and v3 NullFlavor. */
    static Answer answer(Finding finding) throws Refused {
        String word = finding.word();
        return switch (word) {
            case "y" -> Answer.YES;
            case "n" -> Answer.NO;
            case "unk" -> Answer.UNKNOWN;
            case "nask" -> Answer.NOT_ASKED;
            default -> Fields.choice(Answer.class, word, finding.place());
        };
    }
}
