<?xml version="1.0" encoding="UTF-8"?>
<!-- A referral of the hospital's safeguarding system to the canonical message. -->
<xsl:stylesheet version="3.0"
                xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:map="http://www.w3.org/2005/xpath-functions/map"
                xmlns:f="urn:functions"
                xpath-default-namespace="urn:example:wenbury-hospital:safeguarding"
                exclude-result-prefixes="#all">

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

  <xsl:function name="f:list" as="array(*)?">
    <xsl:param name="values" as="item()*"/>
    <xsl:sequence select="if (exists($values)) then array{$values} else ()"/>
  </xsl:function>

  <!-- A person: names, birth date, address, telephones. -->
  <xsl:function name="f:person" as="map(*)">
    <xsl:param name="person" as="element()"/>
    <xsl:variable name="home" select="$person/Address"/>
    <xsl:variable name="safe" select="$person/SafeAddress"/>
    <xsl:sequence select="f:some(map{
        'name': f:some(map{
            'family': f:text($person/Surname),
            'given': f:list($person/Forename ! f:text(.)),
            'title': f:text($person/Title)}),
        'birthDate': f:text($person/BirthDate),
        'gender': f:text($person/Gender),
        'nhsNumber': translate($person/NhsNumber, ' ', '')[. ne ''],
        'address': $home ! f:address(.),
        'safeAddress': $safe ! f:address(.),
        'telephones': f:list($person/Telephone ! f:text(.))})"/>
  </xsl:function>

  <xsl:function name="f:address" as="map(*)">
    <xsl:param name="address" as="element()"/>
    <xsl:sequence select="f:some(map{
        'lines': f:list($address/Line ! f:text(.)),
        'postcode': f:text($address/Postcode)})"/>
  </xsl:function>

  <xsl:template match="/Referral" as="map(*)">
    <xsl:sequence select="f:some(map{
        'kind': 'REFERRAL',
        'version': 1,
        'header': map{
            'id': string(@id), 'sender': $sender, 'created': string(@written), 'purpose': 'REFERRAL',
            'labels': ['SDV']},
        'referrer': f:some(map{
            'name': string(Referrer/Name),
            'role': f:text(Referrer/Role),
            'team': f:text(Referrer/Team),
            'telephone': f:text(Referrer/Telephone),
            'email': f:text(Referrer/Email)}),
        'victim': f:person(Victim),
        'safeContact': SafeContact ! f:some(map{
            'method': f:text(@method),
            'value': f:text(.),
            'safeToCall': (f:text(@call), 'UNKNOWN')[1],
            'safeToText': (f:text(@text), 'UNKNOWN')[1],
            'safeToLeaveMessage': (f:text(@message), 'UNKNOWN')[1],
            'times': f:text(@times)}),
        'allegedPerpetrators': array{AllegedPerpetrator ! f:some(map{
            'person': f:person(.),
            'relationshipToVictim': f:text(@relationship)})},
        'children': f:list(Child ! f:some(map{
            'person': f:person(.),
            'relationshipToVictim': f:text(@relationship),
            'school': f:text(School)})),
        'riskAssessment': Risk ! f:some(map{
            'instrument': string(@instrument),
            'version': string(@version),
            'assessedOn': f:text(@on),
            'answers': f:list(Answer ! f:some(map{
                'concept': string(@concept), 'answer': upper-case(@value), 'note': f:text(.)})),
            'declaredScore': @score[. castable as xs:integer] ! xs:integer(.)}),
        'criteria': f:list(Criterion ! string(@code)),
        'rationale': f:text(Rationale),
        'consent': map{'state': string(Consent/@state), 'victimAware': string(Consent/@victimAware)},
        'narrative': (Reason | History)[f:text(.)][1] ! f:some(map{
            'reason': f:text(../Reason),
            'history': f:text(../History)})})"/>
  </xsl:template>
</xsl:stylesheet>
