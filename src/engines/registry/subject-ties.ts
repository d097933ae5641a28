import { type Ctx, definePort } from '#kernel'
import { type Tie, SubjectTies, WhichSubject } from './schema.ts'

/** What other rooms keep about an enterprise: each answers with its own things, as far as the asker may see them there. */
export const subjectTies = definePort({ name: 'subjectTies', input: WhichSubject, output: SubjectTies })

export const tiesElsewhere = async (ctx: Ctx, subject: WhichSubject): Promise<Tie[]> =>
  (await ctx.ask(subjectTies, subject)).answers.flatMap(({ value }) => value)
