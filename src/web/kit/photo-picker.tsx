import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, ApiError } from './api.ts'
import { Icon } from './icon.tsx'
import { smaller } from './image.ts'
import './form/form.css'
import './photo-picker.css'

/** A picture on its way: uploaded when it has an `id`, waiting for a network when it has only its `blob`. */
export interface Photo {
  key: string
  name: string
  id?: string
  blob?: Blob
}

interface PhotoPickerProps {
  name: string
  label: string
  hint?: string
  value: readonly Photo[]
  /** Functional, because several uploads end in any order. */
  onChange: (change: (now: readonly Photo[]) => Photo[]) => void
  max?: number
  error?: string | undefined
  /** Keep the picture on the device instead of sending it at once (phone mode). */
  later?: boolean
}

/** Takes or chooses pictures, makes them small, shows them, sends them and says how far it is. */
export function PhotoPicker({ name, label, hint, value, onChange, max = 6, error, later = false }: PhotoPickerProps) {
  const { t } = useTranslation('web')
  const input = useRef<HTMLInputElement>(null)
  const add = async (files: FileList | null) => {
    for (const file of [...(files ?? [])].slice(0, max - value.length)) {
      const photo: Photo = { key: crypto.randomUUID(), name: file.name, blob: await smaller(file) }
      onChange((now) => [...now, photo])
    }
    if (input.current) input.current.value = ''
  }
  return (
    <div className="field" data-field={name} data-error={error ? true : undefined}>
      <span className="field-label" id={`${name}-label`}>
        {label}
      </span>
      {hint && <span className="field-hint">{hint}</span>}
      {error && (
        <p className="field-error">
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      <div className="photo-picker" role="group" aria-labelledby={`${name}-label`}>
        {value.map((photo, index) => (
          <OnePhoto
            key={photo.key}
            photo={photo}
            title={t('photo.number', { count: index + 1 })}
            later={later}
            sent={(id) => onChange((now) => now.map((other) => (other.key === photo.key ? { ...other, id } : other)))}
            remove={() => onChange((now) => now.filter((other) => other.key !== photo.key))}
          />
        ))}
        {value.length < max && (
          <button type="button" className="photo-add" onClick={() => input.current?.click()}>
            <Icon name="camera" size={28} />
            {value.length === 0 ? t('photo.take') : t('photo.another')}
          </button>
        )}
        <input ref={input} type="file" accept="image/*" multiple hidden onChange={(event) => void add(event.target.files)} />
      </div>
    </div>
  )
}

function OnePhoto({
  photo,
  title,
  later,
  sent,
  remove,
}: {
  photo: Photo
  title: string
  later: boolean
  sent: (id: string) => void
  remove: () => void
}) {
  const { t } = useTranslation('web')
  const [url, setUrl] = useState<string>()
  const [share, setShare] = useState(0)
  const [failure, setFailure] = useState<string>()
  const [turn, setTurn] = useState(0)
  const tell = useRef(sent)
  tell.current = sent
  useEffect(() => {
    if (!photo.blob) return setUrl(photo.id && `/api/files/${photo.id}`)
    const made = URL.createObjectURL(photo.blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [photo.blob, photo.id])
  useEffect(() => {
    if (later || photo.id || !photo.blob) return
    let gone = false
    setFailure(undefined)
    api
      .upload<{ id: string }>('/api/files', photo.blob, photo.name, (done) => !gone && setShare(done))
      .then(
        ({ id }) => !gone && tell.current(id),
        (error: unknown) => !gone && setFailure(error instanceof ApiError ? error.detail : t('photo.failed')),
      )
    return () => {
      gone = true
    }
  }, [photo.blob, photo.id, photo.name, later, turn, t])
  const busy = !later && !photo.id && !failure
  return (
    <figure className="photo">
      {url && <img src={url} alt={title} />}
      {busy && <progress value={share} max={1} aria-label={t('photo.sending', { count: Math.round(share * 100) })} />}
      {failure && (
        <button type="button" className="photo-again" onClick={() => setTurn(turn + 1)} title={failure}>
          <Icon name="refresh" />
          {t('action.again')}
        </button>
      )}
      <button type="button" className="photo-remove" aria-label={`${t('action.remove')} ${title}`} onClick={remove}>
        <Icon name="close" size={18} />
      </button>
    </figure>
  )
}
