package org.marac.gateway.matching;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Guarded.Kind;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Role;
import org.marac.gateway.model.SafeContact;
import org.marac.gateway.model.Transfer;

/** Which values of a message could give someone away, if a later message repeated them in passing? */
final class Secrets {
    private final Set<Guarded> found = new LinkedHashSet<>();

    private Secrets() {}

    static List<Guarded> of(Message message) {
        Secrets secrets = new Secrets();
        if (message instanceof Referral referral) {
            secrets.referral(referral);
        } else if (message instanceof Information information) {
            secrets.information(information);
        } else if (message instanceof Transfer transfer) {
            secrets.transfer(transfer);
        }
        message.header().informants().forEach(secrets::informant);
        return List.copyOf(secrets.found);
    }

    private void informant(Informant informant) {
        Material material = new Material(DataCategory.INFORMANT, Role.OTHER);
        add(material, Kind.NAME, informant.name());
        informant.telephone().ifPresent(number -> add(material, Kind.TELEPHONE, number));
        informant.address().ifPresent(address -> address(address, material));
    }

    private void referral(Referral referral) {
        victim(referral.victim());
        referral.allegedPerpetrators().forEach(p -> safeHome(p.person(), Role.ALLEGED_PERPETRATOR));
        referral.children().forEach(this::child);
        referral.safeContact().ifPresent(this::safeContact);
        referral.talk().ifPresent(talk -> {
            List<Referral.Contact> named = new ArrayList<>(talk.afraidOf());
            named.addAll(talk.safe());
            named.addAll(talk.notSafe());
            named.forEach(contact -> contact(contact, Material.of(DataCategory.EXCLUSION)));
        });
        referral.exclusions().forEach(this::exclusion);
    }

    private void information(Information information) {
        victim(information.victim());
        information.allegedPerpetrators().forEach(p -> safeHome(p, Role.ALLEGED_PERPETRATOR));
        information.children().forEach(this::child);
        information.exclusions().forEach(this::exclusion);
        information.items().forEach(this::item);
    }

    private void transfer(Transfer transfer) {
        victim(transfer.victim());
        transfer.allegedPerpetrators().forEach(p -> safeHome(p, Role.ALLEGED_PERPETRATOR));
        transfer.children().forEach(this::child);
        transfer.exclusions().forEach(this::exclusion);
        transfer.items().forEach(this::item);
        transfer.move()
                .address()
                .ifPresent(address -> address(address, new Material(DataCategory.ADDRESS_SAFE, Role.VICTIM)));
        transfer.move().contact().ifPresent(this::safeContact);
    }

    private void victim(Person victim) {
        safeHome(victim, Role.VICTIM);
        home(victim, Role.VICTIM);
    }

    private void child(Referral.Child child) {
        safeHome(child.person(), Role.CHILD);
        home(child.person(), Role.CHILD);
        child.school().ifPresent(school -> add(DataCategory.SCHOOL, Role.CHILD, Kind.PLACE, school));
        child.exclusions().forEach(this::exclusion);
    }

    private void safeHome(Person person, Role role) {
        person.safeAddress().ifPresent(address -> address(address, new Material(DataCategory.ADDRESS_SAFE, role)));
    }

    private void home(Person person, Role role) {
        Material material = new Material(DataCategory.VICTIM_ADDRESS, role);
        person.address().ifPresent(address -> address(address, material));
        person.telephones().forEach(number -> add(material, Kind.TELEPHONE, number));
        person.email().ifPresent(email -> add(material, Kind.EMAIL, email));
    }

    private void address(Person.Address address, Material material) {
        if (!address.lines().isEmpty()) {
            add(material, Kind.ADDRESS, String.join(", ", address.lines()));
        }
        address.postcode().ifPresent(postcode -> add(material, Kind.POSTCODE, postcode));
        address.uprn().ifPresent(uprn -> add(material, Kind.IDENTIFIER, uprn));
    }

    private void safeContact(SafeContact safe) {
        Material material = new Material(DataCategory.CONTACT_SAFE, Role.VICTIM);
        safe.value().ifPresent(value -> add(material, value.contains("@") ? Kind.EMAIL : Kind.TELEPHONE, value));
        safe.via().ifPresent(via -> contact(via, material));
    }

    private void contact(Referral.Contact contact, Material material) {
        add(material, Kind.NAME, contact.name());
        contact.telephone().ifPresent(number -> add(material, Kind.TELEPHONE, number));
    }

    private void exclusion(Exclusion exclusion) {
        add(Material.of(DataCategory.EXCLUSION), Kind.NAME, exclusion.name());
    }

    /** An item says in words what it knows; what in them is an address, a number or a name is guarded. */
    private void item(Information.Item item) {
        Function<Kind, Material> material = kind -> new Material(item.category(), item.subject());
        switch (item.category()) {
            case ADDRESS_SAFE, CONTACT_SAFE, SCHOOL -> words(item.text(), material, Kind.PLACE);
            case VICTIM_ADDRESS, COURT_RESTRICTED -> words(item.text(), material, Kind.ADDRESS);
            case INFORMANT, THIRD_PARTY -> {
                words(item.text(), material, Kind.NAME);
                item.source().ifPresent(source -> words(source, material, Kind.NAME));
            }
            default -> {
                // Other kinds of data name nobody's place or number as such.
            }
        }
    }

    private void words(String text, Function<Kind, Material> material, Kind otherwise) {
        for (Phrases.Phrase phrase : Phrases.of(text, otherwise)) {
            add(material.apply(phrase.kind()), phrase.kind(), phrase.text());
        }
    }

    private void add(DataCategory category, Role about, Kind kind, String text) {
        add(new Material(category, about), kind, text);
    }

    private void add(Material material, Kind kind, String text) {
        Optional.of(text.strip())
                .filter(value -> !value.isEmpty())
                .ifPresent(value -> found.add(new Guarded(material, kind, value)));
    }
}
