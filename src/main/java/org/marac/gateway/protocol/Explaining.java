package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.protocol.Explanation.Line;
import org.marac.gateway.protocol.Explanation.Verdict;

/** Says in words what was checked of an area's protocol and what came of it. */
final class Explaining {
    private final List<Sheet> sheets;
    private final Succession succession;
    private final Signatures signatures;
    private final Optional<InForce> inForce;
    private final List<Line> lines;

    Explaining(List<Sheet> sheets, Succession succession, Signatures signatures, Optional<InForce> inForce) {
        this.sheets = sheets;
        this.succession = succession;
        this.signatures = signatures;
        this.inForce = inForce;
        this.lines = new ArrayList<>();
    }

    Explanation at(Instant at) {
        Optional<Sheet> before = Optional.empty();
        for (Sheet sheet : sheets) {
            sheet(sheet, before, at);
            before = Optional.of(sheet);
        }
        say(
                inForce.isPresent() ? Verdict.HOLDS : Verdict.FAILS,
                "in force",
                inForce.map(found -> found.protocol().id() + " version "
                                + found.protocol().version() + ", "
                                + found.signatories().size() + " signatories")
                        .orElse("no version is in force"));
        return new Explanation(lines);
    }

    private void sheet(Sheet sheet, Optional<Sheet> before, Instant at) {
        String version = "v" + sheet.number();
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
        Optional<String> broken = succession.broken(sheet, before);
        say(
                broken.isEmpty() ? Verdict.HOLDS : Verdict.FAILS,
                version + " succession",
                broken.orElse(before.isEmpty() ? "is the first version" : "follows the version before it"));
        if (broken.isEmpty()) {
            boolean agreed = succession.agreed(sheet, before, at);
            say(
                    agreed ? Verdict.HOLDS : Verdict.OPEN,
                    version + " agreement",
                    agreed ? "the chair and the quorum have signed" : "the chair or the quorum has not signed");
        }
        dates(version, protocol, at);
        signatures.standings(sheet, protocol, at).forEach(standing -> standing(version, standing));
        new TreeSet<>(sheet.signatures().keySet())
                .stream()
                        .filter(name -> protocol.parties().stream()
                                .noneMatch(party -> party.id().value().equals(name)))
                        .forEach(name -> say(Verdict.FAILS, version + " signature", "a file is named for no party"));
    }

    private void dates(String version, Protocol protocol, Instant at) {
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

    private void standing(String version, Standing standing) {
        AgencyId agency = standing.agency();
        String about = version + " signature of " + agency;
        String why = standing.why().orElse("");
        switch (standing.kind()) {
            case SIGNED -> say(Verdict.HOLDS, about, "stands");
            case UNSIGNED -> say(Verdict.OPEN, about, "has not signed: sends and receives nothing");
            case WITHDRAWN -> say(Verdict.OPEN, about, "withdrawn, " + why + ": sends and receives nothing");
            case INVALID -> say(Verdict.FAILS, about, "does not stand: " + why);
        }
    }

    private void say(Verdict verdict, String about, String says) {
        lines.add(new Line(verdict, about, says));
    }
}
