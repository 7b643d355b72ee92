// Verbs that say that somebody said it. A closed list of newsroom English; reads words only.

const VERBS = `say says said saying tell tells told write writes wrote written argue argues argued allege alleges alleged claim claims claimed state states stated
  add adds added note notes noted explain explains explained testify testifies testified hold holds held rule rules ruled find finds found conclude concludes
  concluded declare declares declared report reports reported announce announces announced ask asks asked reply replies replied respond responds responded insist
  insists insisted warn warns warned describe describes described call calls called tweet tweets tweeted post posts posted recall recalls recalled observe observes
  observed emphasize emphasizes emphasized emphasise emphasises emphasised maintain maintains maintained contend contends contended assert asserts asserted acknowledge
  acknowledges acknowledged admit admits admitted provide provides provided read reads comment comments commented caution cautions cautioned charge charges charged
  complain complains complained concede concedes conceded confirm confirms confirmed deny denies denied reason reasons reasoned remark remarks remarked recount
  recounts recounted joke joked continue continues continued repeat repeats repeated vow vows vowed quip quipped demand demands demanded goes:on went:on order orders ordered agree agrees agreed counter counters countered urge urges urged
  promise promises promised predict predicts predicted suggest suggests suggested opine opines opined dissent dissented plead pleads pleaded thank thanks thanked`;

/** Alternatives for a regular expression, longest first so that "said" is not read as "sai". */
export const SPEECH_VERBS = [...new Set(VERBS.trim().split(/\s+/))]
  .map((verb) => verb.replace(':', ' '))
  .sort((a, b) => b.length - a.length)
  .join('|');

const SPEECH = new RegExp(`\\b(?:${SPEECH_VERBS}|according to)\\b`, 'i');

/** Whether the words say that somebody said something. */
export function isSpeech(words: string): boolean {
  return SPEECH.test(words);
}
