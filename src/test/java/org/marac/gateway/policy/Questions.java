package org.marac.gateway.policy;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Tie;

/** Makes questions: a police referral that every clause is content with, and changes to it. */
public final class Questions {
    /** A moment within the example protocol's time. */
    public static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    Instant at = NOW;
    String sender = "wenbury-police";
    MessageKind kind = MessageKind.REFERRAL;
    Purpose purpose = Purpose.REFERRAL;
    Assurance assurance = Assurance.SIGNED;
    Set<DataCategory> categories = EnumSet.complementOf(EnumSet.of(DataCategory.UNCLASSIFIED));
    Optional<Set<Material>> materials = Optional.empty();
    Set<Material> recalled = Set.of();
    Set<Label> labels = Set.of();
    Optional<Consent.State> consent = Optional.of(Consent.State.GIVEN);
    boolean consentRecorded = true;
    Optional<Question.RiskFacts> risk = Optional.of(risk("SAFELIVES-DASH", 17));
    int children = 0;
    boolean emergency = false;
    Optional<Consent.WithoutConsent.Reason> withoutConsent = Optional.empty();
    Question.Stated stated = Question.Stated.NOTHING;
    boolean misasserted = false;
    Map<Material, Set<AgencyId>> borrowed = Map.of();
    Map<AgencyId, Set<Tie>> ties = Map.of();
    Set<AgencyId> signatories = agencies(
            "wenbury-marac",
            "wenbury-police",
            "wenbury-hospital",
            "wenbury-gp",
            "wenbury-childrens-services",
            "wenbury-adult-services",
            "wenbury-housing",
            "wenbury-probation",
            "wenbury-education",
            "wenbury-substance-misuse",
            "haven-idva");

    private Questions() {}

    /** A police referral at high risk, signed, with consent, of every category, without children. */
    public static Questions referral() {
        return new Questions();
    }

    /** Information from the police. */
    public static Questions information() {
        Questions questions = new Questions();
        questions.kind = MessageKind.INFORMATION;
        questions.purpose = Purpose.RESEARCH;
        questions.consent = Optional.empty();
        questions.consentRecorded = false;
        questions.risk = Optional.empty();
        return questions;
    }

    /** By this agency. */
    public Questions from(String agency) {
        sender = agency;
        return this;
    }

    /** At this moment. */
    public Questions at(Instant moment) {
        at = moment;
        return this;
    }

    /** As an emergency. */
    public Questions emergency() {
        emergency = true;
        return this;
    }

    /** With these signatories. */
    public Questions signedBy(Set<AgencyId> agencies) {
        signatories = agencies;
        return this;
    }

    Questions risk(Question.RiskFacts facts) {
        risk = Optional.of(facts);
        return this;
    }

    Questions children(int count) {
        children = count;
        return this;
    }

    Questions labelled(Label... all) {
        labels = Set.copyOf(Arrays.asList(all));
        return this;
    }

    Questions of(DataCategory... all) {
        categories = Set.copyOf(Arrays.asList(all));
        return this;
    }

    /** Of these materials, written as {@link Material#toString} does. */
    Questions of(String... all) {
        materials = Optional.of(Arrays.stream(all).map(Material::parse).collect(Collectors.toSet()));
        return this;
    }

    /** For this purpose. */
    Questions purposed(Purpose what) {
        purpose = what;
        return this;
    }

    /** With someone of the case bound to an agency, written as {@link Tie#toString} does. */
    Questions tied(String agency, String... bonds) {
        Map<AgencyId, Set<Tie>> more = new HashMap<>(ties);
        more.put(new AgencyId(agency), Arrays.stream(bonds).map(Tie::parse).collect(Collectors.toSet()));
        ties = more;
        return this;
    }

    /** In an emergency. */
    Questions urgent() {
        emergency = true;
        return this;
    }

    /** With these claims and reasons. */
    Questions stating(Question.Stated all) {
        stated = all;
        return this;
    }

    /** With this state of consent, and the reason why without where it is not given. */
    Questions consenting(Consent.State state, Consent.WithoutConsent.Reason... why) {
        consent = Optional.of(state);
        withoutConsent = Arrays.stream(why).findFirst();
        consentRecorded = state == Consent.State.GIVEN || withoutConsent.isPresent();
        return this;
    }

    Questions without(String agency) {
        signatories = new HashSet<>(signatories);
        signatories.remove(new AgencyId(agency));
        return this;
    }

    /** The question. */
    public Question asked() {
        return new Question(
                at,
                new AgencyId(sender),
                kind,
                purpose,
                assurance,
                materials.orElseGet(() -> Materials.of(categories)),
                recalled,
                labels,
                consent,
                consentRecorded,
                risk,
                children,
                emergency,
                withoutConsent,
                stated,
                misasserted,
                borrowed,
                ties,
                signatories);
    }

    static Question.RiskFacts risk(String instrument, int yes) {
        return new Question.RiskFacts(instrument, yes, Optional.empty(), Set.of(), false, 0, false);
    }

    static Question.RiskFacts claiming(String instrument, Referral.Criterion criterion) {
        return new Question.RiskFacts(instrument, 0, Optional.empty(), Set.of(criterion), false, 0, false);
    }

    static Set<AgencyId> agencies(String... ids) {
        Set<AgencyId> all = new HashSet<>();
        Arrays.stream(ids).map(AgencyId::new).forEach(all::add);
        return all;
    }
}
