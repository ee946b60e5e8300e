package org.marac.gateway.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.audit.AuditFilter;
import org.marac.gateway.audit.Listed;
import org.marac.gateway.audit.Shown;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.Clause;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Grounds;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.protocol.ProtocolShelf;

/** Audit entries for people to read. */
final class EntryText {
    private EntryText() {}

    static Table table() {
        return new Table(
                "index", "at", "event", "from", "door", "for", "outcome", "clauses", "reason", "case", "version",
                "basis");
    }

    /** One row for each line of the entry the filter asked for. */
    static void rows(Listed listed, AuditFilter filter, Table table) {
        for (Listed.Line line : listed.lines()) {
            if (filter.takes(line)) {
                table.row(
                        Long.toString(listed.logged().position().index()),
                        listed.logged().entry().at().toString(),
                        listed.logged().entry().event(),
                        listed.from().map(Object::toString).orElse(""),
                        listed.door().map(door -> door.code()).orElse(""),
                        line.recipient().map(Object::toString).orElse(""),
                        line.result().word(),
                        clauses(line.clauses()),
                        line.reason().orElse(""),
                        listed.caseRef().orElse(""),
                        listed.protocol()
                                .map(protocol -> Integer.toString(protocol.version()))
                                .orElse(""),
                        line.basis().isEmpty() ? "" : words(line.basis()));
            }
        }
    }

    static String clauses(List<ClauseId> clauses) {
        return clauses.stream().map(ClauseId::value).collect(Collectors.joining(" "));
    }

    /** One entry, whole: what was decided, by which clauses in words, what was withheld, what came after, the proof. */
    static String of(Shown shown, ProtocolShelf shelf) {
        StringBuilder text = new StringBuilder();
        Listed listed = shown.entry();
        Table rows = table();
        rows(listed, AuditFilter.all(), rows);
        text.append(rows.text()).append('\n');
        detail(listed.logged().entry(), text);
        words(listed, shelf, text);
        shown.decision()
                .ifPresent(decision -> text.append("\nBelongs to the decision at index ")
                        .append(decision.logged().position().index())
                        .append(".\n"));
        if (!shown.after().isEmpty()) {
            Table after = table();
            shown.after().forEach(later -> rows(later, AuditFilter.all(), after));
            text.append("\nWhat came of it:\n").append(after.text());
        }
        text.append('\n')
                .append(shown.proof()
                        .map(proof -> "Proof that it is in the log:\n" + proof.text())
                        .orElse("No checkpoint covers it yet; ask again in a second.\n"));
        return text.toString();
    }

    private static void detail(Entry entry, StringBuilder text) {
        if (entry instanceof Entry.Admitted admitted) {
            line(text, "receipt", admitted.receiptId());
            line(
                    text,
                    "received",
                    admitted.arrived().bytes() + " bytes, commitment "
                            + admitted.arrived().commitment());
            line(text, "assurance", admitted.assurance().name());
            line(text, "purpose", admitted.question().purpose().name());
            line(text, "materials", Material.line(admitted.question().materials()));
            stated(admitted.question(), text);
            admitted.decision().rulings().forEach(ruling -> ruling(ruling, text));
        } else if (entry instanceof Entry.TurnedAway turned) {
            line(text, "refused", turned.refusal().code().sentence());
            line(
                    text,
                    "received",
                    turned.arrived().bytes() + " bytes, commitment "
                            + turned.arrived().commitment());
            turned.receiptId().ifPresent(id -> line(text, "receipt", id));
        } else if (entry instanceof Entry.Disclosed disclosed) {
            ruling(disclosed.permit(), text);
            line(text, "withheld", Material.line(disclosed.withheld()));
            line(
                    text,
                    "bytes",
                    disclosed.bytes()
                            + (disclosed.door() == Door.RECORD ? ", commitment " : ", sha256 ")
                            + disclosed.sha256());
        } else if (entry instanceof Entry.Recall recall) {
            line(text, "recalls", "what was sent at index " + recall.recalled().index());
            line(text, "bytes", recall.bytes() + ", sha256 " + recall.sha256());
        } else if (entry instanceof HoldEntry.Held held) {
            line(text, "waits as", held.holdId());
        } else if (entry instanceof HoldEntry.Released released) {
            ended(released.hold(), released.by(), text);
            released.glass().ifPresent(glass -> line(text, "under break-glass", glass));
            line(text, "the view they saw", "commitment " + released.view());
        } else if (entry instanceof HoldEntry.Withheld withheld) {
            ended(withheld.hold(), withheld.by(), text);
        } else if (entry instanceof HoldEntry.Escalated escalated) {
            line(text, "waited as", escalated.hold().id());
            line(text, "asked", escalated.asked() + ", escalation " + escalated.times());
        } else if (entry instanceof Entry.Noted noted) {
            noted.protocol()
                    .ifPresent(ref -> line(
                            text, "protocol", ref.id() + " version " + ref.version() + ", sha256 " + ref.digest()));
            noted.details().forEach(detail -> line(text, detail.name(), detail.value()));
        }
    }

    private static void ended(HoldEntry.Hold hold, List<Acting> by, StringBuilder text) {
        line(text, "waited as", hold.id());
        by.forEach(person ->
                line(text, "by", person.office() + " of " + person.agency() + ", account " + person.account()));
    }

    private static void ruling(Ruling ruling, StringBuilder text) {
        if (ruling instanceof Ruling.Hold hold) {
            line(
                    text,
                    "for " + hold.recipient(),
                    "waits for a person: " + hold.reason() + ", by " + clauses(hold.clauses()));
        }
        if (ruling instanceof Ruling.Permit permit) {
            line(text, "for " + permit.recipient(), "may see " + Material.line(permit.materials()));
            line(text, "", "obligations " + words(permit.obligations()));
            grounds(permit.grounds(), text);
        }
        if (ruling instanceof Ruling.Refuse refuse) {
            line(
                    text,
                    "for " + refuse.recipient(),
                    "nothing: " + refuse.reason()
                            + (refuse.clauses().isEmpty() ? "" : ", by " + clauses(refuse.clauses())));
        }
    }

    /** What the sender said of consent and of the law. */
    private static void stated(Question question, StringBuilder text) {
        question.consent()
                .ifPresent(consent -> line(
                        text,
                        "consent",
                        consent.name()
                                + question.withoutConsent()
                                        .map(reason -> ", shared without: " + reason.name())
                                        .orElse("")));
        Question.Stated stated = question.stated();
        if (!stated.equals(Question.Stated.NOTHING)) {
            line(
                    text,
                    "the sender claims",
                    "basis " + stated.basis().map(Enum::name).orElse("none") + ", condition "
                            + stated.condition().map(Enum::name).orElse("none") + ", power "
                            + stated.power().map(Enum::name).orElse("none"));
            line(
                    text,
                    "the sender states",
                    "need " + stated.need() + ", necessity " + stated.necessity() + ", proportionality "
                            + stated.proportionality());
        }
    }

    private static void grounds(Grounds grounds, StringBuilder text) {
        line(
                text,
                "",
                "lawful basis " + words(grounds.basis()) + "; for special categories and offence data "
                        + words(grounds.conditions()) + "; power to disclose " + words(grounds.powers()));
        if (!grounds.lacking().isEmpty()) {
            line(text, "", "withheld for want of a condition in law " + Material.line(grounds.lacking()));
        }
    }

    private static String words(Set<? extends Enum<?>> values) {
        return values.isEmpty()
                ? "none"
                : values.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
    }

    private static void words(Listed listed, ProtocolShelf shelf, StringBuilder text) {
        Optional<Protocol> protocol = listed.protocol().flatMap(shelf::protocol);
        List<ClauseId> clauses = listed.lines().stream()
                .flatMap(line -> line.clauses().stream())
                .distinct()
                .sorted()
                .toList();
        if (protocol.isEmpty() || clauses.isEmpty()) {
            return;
        }
        text.append("\nThe clauses, of ")
                .append(protocol.get().title())
                .append(", version ")
                .append(protocol.get().version())
                .append(":\n");
        for (ClauseId id : clauses) {
            protocol.get().clause(id).ifPresent(clause -> words(clause, text));
        }
    }

    private static void words(Clause clause, StringBuilder text) {
        text.append("  ")
                .append(clause.id())
                .append("  ")
                .append(clause.title())
                .append(". ");
        text.append(clause.text().strip().replaceAll("\\s+", " "));
        text.append(clause.rules().isEmpty() ? "" : " (" + String.join(", ", clause.rules()) + ")")
                .append('\n');
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%-32s%s%n", name, value));
    }
}
