<?xml version="1.0" encoding="UTF-8"?>
<!--
  ${agency}'s own referral to the canonical message (src/main/resources/schema/message.schema.json). A beginning: put in the
  names your documents have, and add what else they say. It returns one map; what is missing in the document is left out.
-->
<xsl:stylesheet version="3.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:map="http://www.w3.org/2005/xpath-functions/map"
                xmlns:f="urn:functions"
                xpath-default-namespace="urn:example:${agency}"
                exclude-result-prefixes="#all">

  <!-- Your agency's id. -->
  <xsl:param name="sender" as="xs:string" required="yes"/>

  <!-- A map without the entries that have no value. -->
  <xsl:function name="f:some" as="map(*)">
    <xsl:param name="all" as="map(*)"/>
    <xsl:sequence select="map:merge(for $key in map:keys($all)[exists($all(.))] return map:entry($key, $all($key)))"/>
  </xsl:function>

  <xsl:function name="f:text" as="xs:string?">
    <xsl:param name="node" as="node()?"/>
    <xsl:sequence select="normalize-space($node)[. ne '']"/>
  </xsl:function>

  <xsl:function name="f:person" as="map(*)">
    <xsl:param name="person" as="element()"/>
    <xsl:sequence select="f:some(map{
        'name': f:some(map{'family': f:text($person/Surname), 'given': array{$person/Forename ! f:text(.)}}),
        'birthDate': f:text($person/BirthDate)})"/>
  </xsl:function>

  <xsl:template match="/Referral" as="map(*)">
    <xsl:sequence select="f:some(map{
        'kind': 'REFERRAL',
        'version': 1,
        'header': map{
            'id': string(@id), 'sender': $sender, 'created': string(@created), 'purpose': 'REFERRAL',
            (: A document that says it is a test must stay one. :)
            'labels': array{'SDV', 'HTEST'[current()/@test = 'true']}},
        'referrer': f:some(map{'name': f:text(Referrer/Name), 'role': f:text(Referrer/Role)}),
        'victim': f:person(Victim),
        'allegedPerpetrators': array{AllegedPerpetrator ! f:some(map{'person': f:person(.)})},
        'riskAssessment': Risk ! map{
            'instrument': string(@instrument), 'version': string(@version), 'assessedOn': string(@on),
            'answers': array{Answer ! map{'concept': string(@concept), 'answer': upper-case(@value)}}},
        'criteria': array{Criterion ! string(@code)},
        'consent': map{'state': string(Consent/@state), 'victimAware': string(Consent/@victimAware)},
        'narrative': f:text(Reason) ! map{'reason': .}})"/>
  </xsl:template>
</xsl:stylesheet>
