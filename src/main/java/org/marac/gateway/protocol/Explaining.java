package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.protocol.Explanation.Line;
import org.marac.gateway.protocol.Explanation.Verdict;
import org.marac.gateway.protocol.Succession.Lineage;

/** Says in words what was checked of an area's protocol and what came of it. */
final class Explaining {
    private final Holding holding;
    private final Lineage lineage;
    private final StandingWords words;
    private final Instant at;
    private final List<Line> lines = new ArrayList<>();

    Explaining(Holding holding, SignerReading signers, Instant at) {
        this.holding = holding;
        this.lineage = holding.lineage(at);
        this.words = new StandingWords(signers);
        this.at = at;
    }

    Explanation explain() {
        holding.sheets().forEach(this::sheet);
        Report report = holding.report(at);
        report.alarms().stream()
                .filter(alarm -> Calendar.speaks(alarm.code()))
                .forEach(alarm -> say(Verdict.OPEN, "in force", alarm.sentence()));
        say(
                report.inForce().isPresent() ? Verdict.HOLDS : Verdict.FAILS,
                "in force",
                report.inForce()
                        .map(found -> found.protocol().id() + " version "
                                + found.protocol().version() + ", "
                                + found.signatories().size() + " signatories")
                        .orElseGet(() ->
                                "no version is in force: " + gap(report.gap().orElse(""))));
        return new Explanation(lines);
    }

    private static String gap(String code) {
        return switch (code) {
            case Holding.EXPIRED -> "the last one has expired";
            case Holding.ROLLED_BACK -> "a higher one has been in force and is not here";
            default -> "none has taken effect with the signatures it needs";
        };
    }

    private void sheet(Sheet sheet) {
        String version = sheet.name();
        sheet.findings().forEach(finding -> say(Verdict.FAILS, version + " protocol", finding));
        if (sheet.protocol().isEmpty()) {
            return;
        }
        Protocol protocol = sheet.protocol().get();
        say(
                Verdict.HOLDS,
                version + " protocol",
                "reads as " + protocol.id() + " version " + protocol.version() + ", "
                        + protocol.clauses().size() + " clauses, sha256 "
                        + protocol.digest().hex());
        succession(version, sheet);
        dates(version, protocol);
        holding.standings(sheet, protocol, at).forEach(standing -> standing(version, sheet, standing));
        statements(version, sheet, protocol);
        new TreeSet<>(sheet.signatures().keySet())
                .stream()
                        .filter(name -> protocol.parties().stream()
                                .noneMatch(party -> party.id().value().equals(name)))
                        .forEach(name -> say(Verdict.FAILS, version + " signature", "a file is named for no party"));
        if (newest(sheet)) {
            Wording wording = new Wording(protocol);
            protocol.clauses()
                    .forEach(clause -> say(
                            Verdict.HOLDS,
                            version + " clause " + clause.id(),
                            wording.rule(clause)
                                    + Wording.condition(clause)
                                            .map(when -> " Only when: " + when)
                                            .orElse("")));
        }
    }

    /** The rules are told once: those in force, or those that are to be. */
    private boolean newest(Sheet sheet) {
        return lineage.current()
                .map(sheet::equals)
                .orElseGet(() -> sheet.sound()
                        && holding.sheets().stream()
                                .noneMatch(other -> other.sound() && other.number() > sheet.number()));
    }

    private void succession(String version, Sheet sheet) {
        Optional<Flaw> flaw = Optional.ofNullable(lineage.flaws().get(sheet));
        boolean signing = flaw.filter(Flaw::signing).isPresent();
        boolean first =
                sheet.protocol().filter(protocol -> protocol.version() == 1).isPresent();
        if (flaw.isEmpty() || signing) {
            say(
                    Verdict.HOLDS,
                    version + " succession",
                    first ? "is the first version" : "follows the version before it");
            say(
                    signing ? Verdict.OPEN : Verdict.HOLDS,
                    version + " agreement",
                    flaw.map(Flaw::says).orElse("the chair and the quorum have signed"));
        } else {
            say(Verdict.FAILS, version + " succession", flaw.get().says());
        }
    }

    private void dates(String version, Protocol protocol) {
        if (at.isBefore(protocol.effective())) {
            say(Verdict.OPEN, version + " dates", "takes effect " + protocol.effective());
        } else if (at.isBefore(protocol.expires())) {
            say(
                    Verdict.HOLDS,
                    version + " dates",
                    "in effect since " + protocol.effective() + ", review by " + protocol.review() + ", expires "
                            + protocol.expires());
        } else {
            say(Verdict.OPEN, version + " dates", "expired " + protocol.expires());
        }
    }

    private void standing(String version, Sheet sheet, Standing standing) {
        Verdict verdict = switch (standing.kind()) {
            case SIGNED -> Verdict.HOLDS;
            case UNSIGNED, WITHDRAWN, SUSPENDED -> Verdict.OPEN;
            case IN_DOUBT, INVALID -> Verdict.FAILS;
        };
        boolean offered = standing.signed() || standing.kind() == Standing.Kind.INVALID;
        say(
                verdict,
                version + " signature of " + standing.agency(),
                StandingWords.of(standing) + (offered ? signer(sheet, standing.agency()) : ""));
    }

    private String signer(Sheet sheet, AgencyId agency) {
        return words.signer(sheet, agency)
                .map(signer -> "; signed"
                        + signer.claimed().map(time -> " " + time).orElse(" at a time not stated") + " by "
                        + signer.name() + ", certificate sha256 "
                        + signer.certificate().hex().substring(0, 16) + "…, valid " + signer.from() + " to "
                        + signer.until())
                .orElse("");
    }

    private void statements(String version, Sheet sheet, Protocol protocol) {
        for (SignedStatement signed : sheet.statements()) {
            String about = version + " " + signed.kind().word() + " of " + signed.agency();
            Optional<String> unproved = protocol.parties().stream()
                    .filter(party -> party.id().value().equals(signed.agency()))
                    .findFirst()
                    .map(party -> holding.unproved(signed, protocol, party, at))
                    .orElse(Optional.of("it is named for no party"));
            if (unproved.isPresent()) {
                say(
                        Verdict.FAILS,
                        about,
                        "proves nothing, " + Wording.why(unproved.get())
                                + (signed.reinstates()
                                        ? ": it brings nobody back"
                                        : ": until it is put right or taken away the agency sends and receives"
                                                + " nothing"));
            } else {
                Statement statement = signed.statement().orElseThrow();
                say(
                        Verdict.HOLDS,
                        about,
                        "counts from " + statement.from()
                                + statement.until().map(end -> " until " + end).orElse("")
                                + statement
                                        .lifts()
                                        .map(lifted -> ", lifts the statement with sha256 " + lifted.hex())
                                        .orElse(""));
            }
        }
    }

    private void say(Verdict verdict, String about, String says) {
        lines.add(new Line(verdict, about, says));
    }
}
